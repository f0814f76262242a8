using System.Globalization;
using Engine.Kernels;

namespace Engine;

/// <summary>Method and solver of a run, decided by counts alone: equal runs decide alike on machines of equal memory.</summary>
/// <param name="Method">Never <see cref="TrainingMethod.Auto"/>.</param>
/// <param name="Solver">Never <see cref="GramSolver.Auto"/> for <see cref="TrainingMethod.GaussNewton"/>.</param>
/// <param name="Reason">Why, with figures; empty when both were asked for.</param>
internal sealed record MethodChoice(TrainingMethod Method, GramSolver Solver, string Reason)
{
    // The estimates are good to a factor of two. What forms the Gram matrix has been measured most, and is given up for a clear gain.
    private const double ClearGain = 0.75;

    // The fast transforms of near-linear are this long at most.
    private const int MostSketched = WalshHadamard.MaximumLength;

    private static readonly GramSolver[] s_solvers = [GramSolver.Cholesky, GramSolver.Analytic, GramSolver.Nystrom];

    /// <summary>Decides.</summary>
    /// <param name="core">The network.</param>
    /// <param name="samples">n.</param>
    /// <param name="options">Validated settings.</param>
    /// <param name="plain">Whether the loss is the squared one without weights: the only one that directions without the Gram matrix know.</param>
    /// <param name="memory">Bytes there are.</param>
    /// <exception cref="ArgumentException">The width is beyond what the method can do.</exception>
    public static MethodChoice Of(NetworkCore core, int samples, TrainingOptions options, bool plain, double memory)
    {
        bool auto = options.Method == TrainingMethod.Auto;
        int neurons = core.Wiring == OutputWiring.Grouped ? (core.Width + core.Outputs - 1) / core.Outputs : core.Width;
        if (options.Method == TrainingMethod.NearLinear && neurons > MostSketched)
            throw new ArgumentException(Say($"Method = NearLinear needs at most {MostSketched} neurons an output, found {neurons}."), nameof(options));
        bool sketched = options.Method is TrainingMethod.NearLinear or TrainingMethod.Sublinear;
        if (!plain && (sketched || options.Solver is GramSolver.Analytic or GramSolver.Nystrom))
            throw new ArgumentException(Say($"{(sketched ? $"Method = {options.Method}" : $"Solver = {options.Solver}")} needs the squared loss without weights."), nameof(options));
        if (!auto && options.Method != TrainingMethod.GaussNewton) return new MethodChoice(options.Method, GramSolver.Auto, "");
        if (options.Solver != GramSolver.Auto) return new MethodChoice(TrainingMethod.GaussNewton, options.Solver, "");
        List<MethodCandidate> candidates = [.. s_solvers.Where(solver => plain || solver == GramSolver.Cholesky).Select(solver => MethodCandidate.Of(core, samples, options, TrainingMethod.GaussNewton, solver))];
        // Gradient descent minimises no regularised objective.
        if (auto && options.Ridge is null or 0) candidates.Add(MethodCandidate.Of(core, samples, options, TrainingMethod.GradientDescent, GramSolver.Auto));
        if (!auto)
        {
            MethodCandidate first = candidates.Find(candidate => candidate.Bytes <= memory) ?? candidates[^1];
            string why = first == candidates[0] ? Say($"it fits: {first.Size}") : Say($"the first that fits {Text(memory)}: {List(candidates, candidate => candidate.Size)}");
            return new MethodChoice(first.Method, first.Solver, why);
        }

        MethodCandidate best = candidates.MinBy(candidate => candidate.Bytes)!;
        foreach (MethodCandidate candidate in candidates.Where(candidate => candidate.Bytes <= memory))
        {
            if (best.Bytes > memory || candidate.Cycles < (best == candidates[0] ? ClearGain : 1) * best.Cycles) best = candidate;
        }

        string unfit = string.Join(", ", candidates.Where(candidate => candidate.Bytes > memory).Select(candidate => $"{candidate.Name} {candidate.Size}"));
        return new MethodChoice(
            best.Method, best.Solver, Say($"about {List(candidates, candidate => candidate.Work)} Gcycles a run{(unfit.Length > 0 ? $"; does not fit {Text(memory)}: {unfit}" : "")}"));
    }

    private static string List(IEnumerable<MethodCandidate> candidates, Func<MethodCandidate, string> figure) =>
        string.Join(", ", candidates.Select(candidate => $"{candidate.Name} {figure(candidate)}"));

    private static string Text(double bytes) => MemoryBudget.Text((long)Math.Min(bytes, long.MaxValue));

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

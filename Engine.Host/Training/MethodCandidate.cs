using System.Globalization;

namespace Engine;

/// <summary>One way to train, priced.</summary>
/// <param name="Method">Method.</param>
/// <param name="Solver">Solver.</param>
/// <param name="Bytes">Of the whole run, as its plan predicts.</param>
/// <param name="Cycles">Of a typical run.</param>
internal sealed record MethodCandidate(TrainingMethod Method, GramSolver Solver, double Bytes, double Cycles)
{
    /// <summary>A short name.</summary>
    public string Name => Method == TrainingMethod.GradientDescent ? "gradient-descent" : Solver.ToString().ToLowerInvariant();

    /// <summary>Memory in words.</summary>
    public string Size => MemoryBudget.Text((long)Bytes);

    /// <summary>Work in 1e9 cycles, two digits.</summary>
    public string Work => (Cycles / 1e9).ToString("G2", CultureInfo.InvariantCulture);

    /// <summary>Prices one.</summary>
    /// <param name="core">The network.</param>
    /// <param name="samples">n.</param>
    /// <param name="options">Validated settings.</param>
    /// <param name="method">Method.</param>
    /// <param name="solver">Solver.</param>
    public static MethodCandidate Of(NetworkCore core, int samples, TrainingOptions options, TrainingMethod method, GramSolver solver)
    {
        // The choice must not depend on the number of threads: results have the same bits for any.
        TrainingOptions decided = options with { Method = method, Solver = solver, Threads = 1 };
        double cycles = new SolverCost(core, samples, decided).Cycles(Pass(core, samples, options));
        return new MethodCandidate(method, solver, TrainingPlan.For(core, samples, decided).TotalBytes, cycles);
    }

    /// <summary>Cycles of moving along one direction: over candidate lists, or over rows where a search holds the weights.</summary>
    private static double Pass(NetworkCore core, int samples, TrainingOptions options)
    {
        double rho = NormalDistribution.UpperTail(core.Shift);
        if (options.Search != FireSearch.Certified) return SearchCost.StepFlops(options.Search, core.Width, samples, core.Dimension, rho) / 16;
        double listed = NormalDistribution.UpperTail(core.Shift - 0.3);
        return core.Width * UpdateCost.Cycles(samples, core.Dimension, rho, listed).Least;
    }
}

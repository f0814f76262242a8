using System.Text.Json.Nodes;
using Engine.Kernels;

namespace Engine.Perf;

/// <summary>Cholesky factorisation, solves and the diagonal of the inverse in double precision, against OpenBLAS and the processor's best.</summary>
internal sealed class FactorBenchmark : IBenchmark
{
    private static readonly ContestLength s_full = new(2, 5);
    private static readonly int[] s_orders = [512, 1024, 2048, 4096], s_quickOrders = [128, 300, 512];

    /// <inheritdoc/>
    public string Name => "factor";

    /// <inheritdoc/>
    public string Summary => "fp64 Cholesky, 64 solves, diagonal of the inverse; baseline: OpenBLAS dpotrf, dpotrs, dpotri";

    /// <inheritdoc/>
    public IReadOnlyList<BenchmarkCase> Cases(bool quick) =>
        [.. (quick ? s_quickOrders : s_orders).Select(order => new BenchmarkCase($"n={order}", () => Measure(order, quick ? ContestLength.Quick : s_full)))];

    private static Measurement[] Measure(int order, ContestLength length)
    {
        using var problem = new FactorProblem(order);
        return [.. ThreadCounts.All.SelectMany(threads => Measure(problem, threads, length))];
    }

    private static Measurement[] Measure(FactorProblem problem, int threads, ContestLength length)
    {
        using var team = new WorkerTeam(threads);
        using var cholesky = new Cholesky(problem.Order, team);
        OpenBlas? openBlas = OpenBlas.Instance is { HasLapack: true } found ? found : null;
        openBlas?.SetThreads(threads);
        var ceiling = new FmaCeiling(team);
        int n = problem.Order;
        Measurement Row(string work, double operations, Contestant ours, Contestant? baseline, Func<double> compare)
        {
            ContestTime[] times = Contest.Run(threads, length, [ours, ceiling.Contestant, .. baseline is null ? [] : new[] { baseline }]);
            // Half the operations to a register.
            var rates = new CeilingRates(ceiling.Rate(times[1]) / 2, operations, threads);
            double? share = baseline is null ? null : compare();
            return rates.Row($"{work} n={n} threads={threads}", times[0], times.ElementAtOrDefault(2), target: null, new JsonObject { ["differenceShare"] = share });
        }

        // In this order: the solves use the factor, and the inverse overwrites that of the baseline.
        return
        [
            Row("factor", (double)n * n * n / 3, Factor(problem, cholesky), openBlas is null ? null : Factor(problem, openBlas), problem.CompareFactors),
            Row("solve", 2.0 * n * n * FactorProblem.RightHandSides, Solve(problem, cholesky), openBlas is null ? null : Solve(problem, openBlas), problem.CompareSolutions),
            Row("inverse diagonal", (double)n * n * n / 3, Invert(problem, cholesky), openBlas is null ? null : Invert(problem, openBlas), problem.CompareDiagonals),
        ];
    }

    private static Contestant Factor(FactorProblem problem, Cholesky cholesky) =>
        new(() => cholesky.Factor(problem.Ours.Matrix, problem.Order), () => problem.RestoreMatrix(problem.Ours));

    private static unsafe Contestant Factor(FactorProblem problem, OpenBlas openBlas) =>
        new(() => openBlas.Factor(problem.Reference.Matrix.Pointer, problem.Order), () => problem.RestoreMatrix(problem.Reference));

    private static Contestant Solve(FactorProblem problem, Cholesky cholesky) => new(
        () => cholesky.Solve(problem.Ours.RightHandSides.Slice(0, (int)problem.Ours.RightHandSides.Length)), () => problem.RestoreRightHandSides(problem.Ours));

    private static unsafe Contestant Solve(FactorProblem problem, OpenBlas openBlas) => new(
        () => openBlas.Solve(problem.Reference.Matrix.Pointer, problem.Order, problem.Reference.RightHandSides.Pointer, FactorProblem.RightHandSides),
        () => problem.RestoreRightHandSides(problem.Reference));

    private static Contestant Invert(FactorProblem problem, Cholesky cholesky) => new(() => cholesky.InverseDiagonal(problem.Ours.Diagonal));

    private static unsafe Contestant Invert(FactorProblem problem, OpenBlas openBlas) => new(
        () => openBlas.Invert(problem.Reference.Matrix.Pointer, problem.Order),
        () =>
        {
            problem.RestoreMatrix(problem.Reference);
            openBlas.Factor(problem.Reference.Matrix.Pointer, problem.Order);
        });
}

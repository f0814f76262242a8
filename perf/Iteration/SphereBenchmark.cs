namespace Engine.Perf;

/// <summary>Gradient descent to convergence on samples uniform on the sphere: preprocessing, first iterations, the mean one, and those at the end.</summary>
/// <remarks>Few dense iterations are run: each takes the same time, so their median stands for all.</remarks>
internal sealed class SphereBenchmark : IBenchmark
{
    private const int Samples = 512, First = 8, Converged = 40, WarmUp = 3, Most = 2000, LargestLog = 20;
    private const double ConvergedShare = 1e-8;
    private const double ConvergedTarget = 50, PreprocessingTarget = 1 / 1.2;

    private static readonly int[] s_logs = [14, 16, 18, LargestLog], s_quickLogs = [12, 13, 14];
    private static readonly (int Dimension, double FirstTarget)[] s_dimensions = [(64, 5), (512, 35)];

    /// <inheritdoc/>
    public string Name => "sphere-gd";

    /// <inheritdoc/>
    public string Summary => "gradient descent to relative loss 1e-8 against m, n = 512; baseline: our dense fused iteration";

    /// <inheritdoc/>
    public IReadOnlyList<BenchmarkCase> Cases(bool quick) =>
    [
        .. from shape in s_dimensions from log in quick ? s_quickLogs : s_logs
            select new BenchmarkCase($"d={shape.Dimension} m=2^{log}", () => Measure(shape.Dimension, log, shape.FirstTarget)),
    ];

    private static Measurement[] Measure(int dimension, int log, double firstTarget)
    {
        int width = 1 << log, denseIterations = log < 18 ? 60 : 12;
        double? Target(double ratio) => log == LargestLog ? ratio : null;
        using var problem = new IterationProblem(width, Samples, dimension);
        // Only warms up: code is compiled and memory is touched.
        _ = IterationRun.Sparse(problem, new RunLength(WarmUp));
        IterationRun sparse = IterationRun.Sparse(
            problem, new RunLength(Most) { ConvergedShare = ConvergedShare, Further = Converged, ComparedAfter = denseIterations });
        if (sparse.Samples[^1].Loss > ConvergedShare * sparse.Preprocessing.Loss)
            throw new ComparisonFailedException($"relative loss is {sparse.Samples[^1].Loss / sparse.Preprocessing.Loss:G3} after {Most} iterations, not {ConvergedShare}.");
        IterationRun dense = IterationRun.Dense(problem, Math.Min(denseIterations, sparse.Samples.Length), sparse.StepLength);
        var rows = new PhaseRows(problem, sparse, dense);
        return
        [
            rows.Preprocessing($"d={dimension} preprocessing", width, Target(PreprocessingTarget)),
            rows.Mean($"d={dimension} first {First} mean", width, sparse.Samples[..First], Target(firstTarget)),
            rows.Mean($"d={dimension} all mean", width, sparse.Samples, target: null),
            rows.Mean($"d={dimension} converged mean", width, sparse.Samples[^Converged..], target: null),
            rows.Median($"d={dimension} converged median", width, sparse.Samples[^Converged..], Target(ConvergedTarget)),
        ];
    }
}

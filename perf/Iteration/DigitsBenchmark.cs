namespace Engine.Perf;

/// <summary>500 gradient-descent iterations on real data, by phases: sparse, as training runs them, and dense.</summary>
/// <remarks>
/// Few dense iterations are run: each takes the same time, so their median stands for all. As many losses are compared, and the outputs after
/// the last of them.
/// </remarks>
internal sealed class DigitsBenchmark : IBenchmark
{
    private const int Iterations = 500, Early = 50, LateFrom = 200, WarmUp = 3;

    private static readonly DigitsCase[] s_quickCases =
    [
        new("digits", Log: 12, DenseIterations: 60), new("digits b=1", Log: 12, DenseIterations: 60, Shift: 1),
        new("diabetes", Log: 14, DenseIterations: 60) { File = "diabetes.csv", Label = "progression" },
    ];

    private static readonly DigitsCase[] s_cases =
    [
        new("digits", Log: 12, DenseIterations: 200), new("digits", Log: 14, DenseIterations: 200),
        new("digits", Log: 16, DenseIterations: 60, Total: 4, Late: 6), new("digits", Log: 18, DenseIterations: 20, Total: 6, Late: 12),
        new("digits b=1", Log: 14, DenseIterations: 200, Shift: 1), new("digits b=0.5", Log: 14, DenseIterations: 200, Shift: 0.5),
        new("diabetes", Log: 16, DenseIterations: 200) { File = "diabetes.csv", Label = "progression" },
    ];

    /// <inheritdoc/>
    public string Name => "digits-gd";

    /// <inheritdoc/>
    public string Summary => "500 gradient-descent iterations on digits, ten outputs; baseline: our dense fused iteration";

    /// <inheritdoc/>
    public IReadOnlyList<BenchmarkCase> Cases(bool quick) =>
        [.. (quick ? s_quickCases : s_cases).Select(given => new BenchmarkCase($"{given.Series} m=2^{given.Log}", () => Measure(given)))];

    private static Measurement[] Measure(DigitsCase given)
    {
        using IterationProblem problem = SampleData.Load(given.File, given.Label, new NetworkOptions { Width = given.Width, Shift = given.Shift });
        // Only warms up: code is compiled and memory is touched.
        _ = IterationRun.Sparse(problem, new RunLength(WarmUp));
        IterationRun sparse = IterationRun.Sparse(problem, new RunLength(Iterations) { Refreshes = true, ComparedAfter = given.DenseIterations });
        IterationRun dense = IterationRun.Dense(problem, given.DenseIterations, sparse.StepLength);
        var rows = new PhaseRows(problem, sparse, dense);
        IterationSample[] early = sparse.Samples[..Early], late = sparse.Samples[LateFrom..];
        return
        [
            rows.Total($"{given.Series} all {Iterations}", given.Width, sparse.Samples, given.Total),
            rows.Mean($"{given.Series} t<{Early} mean", given.Width, early, target: null),
            rows.Mean($"{given.Series} t>={LateFrom} mean", given.Width, late, given.Late),
            rows.Median($"{given.Series} t>={LateFrom} median", given.Width, late, given.Late),
        ];
    }
}

using System.Text.Json.Nodes;

namespace Engine.Perf;

/// <summary>Every way to train on the same digits: iterations, inner iterations, counted work, time, accuracy.</summary>
/// <remarks>The faithful slow ones run at a width, or for as many iterations, as they can do in half a minute; the rows say so.</remarks>
internal sealed class MethodsBenchmark : IBenchmark
{
    private const double TargetLoss = 1e-8;

    // First-order runs stop here: their loss is a column.
    private const int FewSteps = 5, ManySteps = 200;

    private static readonly Dictionary<(int Log, OutputWiring Wiring), MethodRun> s_baselines = [];

    private static readonly MethodCase[] s_cases =
    [
        SecondOrder("gauss-newton cholesky", 16, OutputWiring.Grouped, TrainingMethod.GaussNewton, GramSolver.Cholesky) with { Seeds = 5, Target = 9 },
        SecondOrder("gauss-newton cholesky", 16, OutputWiring.Dense, TrainingMethod.GaussNewton, GramSolver.Cholesky) with { Seeds = 5, Target = 6 },
        SecondOrder("gauss-newton analytic", 16, OutputWiring.Grouped, TrainingMethod.GaussNewton, GramSolver.Analytic) with { Target = 9 },
        SecondOrder("gauss-newton analytic", 16, OutputWiring.Dense, TrainingMethod.GaussNewton, GramSolver.Analytic) with { Target = 6 },
        SecondOrder("gauss-newton nystrom", 16, OutputWiring.Grouped, TrainingMethod.GaussNewton, GramSolver.Nystrom) with { Target = 9 },
        SecondOrder("gauss-newton nystrom", 16, OutputWiring.Dense, TrainingMethod.GaussNewton, GramSolver.Nystrom) with { Target = 6 },
        SecondOrder("auto", 16, OutputWiring.Grouped, TrainingMethod.Auto, GramSolver.Auto) with { Target = 9 },
        SecondOrder("auto", 16, OutputWiring.Dense, TrainingMethod.Auto, GramSolver.Auto) with { Target = 6 },
        SecondOrder("near-linear", 16, OutputWiring.Dense, TrainingMethod.NearLinear, GramSolver.Auto) with { Target = 7 },
        SecondOrder("sublinear", 16, OutputWiring.Dense, TrainingMethod.Sublinear, GramSolver.Auto) with { Target = 7 },
        Sketched("near-linear s=4n", 16, OutputWiring.Grouped, TrainingMethod.NearLinear, FireSearch.Certified) with { Target = 10 },
        Sketched("sublinear s=4n", 16, OutputWiring.Grouped, TrainingMethod.Sublinear, FireSearch.Certified) with { Target = 10 },
        Sketched("sublinear-tree s=4n", 14, OutputWiring.Dense, TrainingMethod.Sublinear, FireSearch.CorrelationTreeD),
        FirstOrder("gradient-descent", 16, FireSearch.Certified, ManySteps),
        FirstOrder("dense", 14, FireSearch.Dense, FewSteps),
        FirstOrder("preprocessed-weights", 14, FireSearch.PreprocessedWeights, FewSteps),
        FirstOrder("preprocessed-data", 14, FireSearch.PreprocessedData, FewSteps),
        FirstOrder("correlation-tree-d", 14, FireSearch.CorrelationTreeD, FewSteps),
        FirstOrder("correlation-tree-w", 14, FireSearch.CorrelationTreeW, FewSteps),
    ];

    /// <inheritdoc/>
    public string Name => "methods";

    /// <inheritdoc/>
    public string Summary => "every way to train, on digits; baseline: Gauss-Newton by Cholesky at the same width and wiring";

    /// <inheritdoc/>
    public IReadOnlyList<BenchmarkCase> Cases(bool quick) =>
        [.. s_cases.Select(given => quick ? given with { Log = 12, Seeds = 1, Target = null } : given)
            .Select(given => new BenchmarkCase($"{given.Series} m=2^{given.Log}", () => [Measure(given)]))];

    private static MethodCase SecondOrder(string name, int log, OutputWiring wiring, TrainingMethod method, GramSolver solver) =>
        new(name, log, wiring, new TrainingOptions { Method = method, Solver = solver, TargetLoss = TargetLoss });

    private static MethodCase Sketched(string name, int log, OutputWiring wiring, TrainingMethod method, FireSearch search) =>
        new(name, log, wiring, new TrainingOptions { Method = method, Search = search, SketchFactor = 4, TargetLoss = TargetLoss });

    private static MethodCase FirstOrder(string name, int log, FireSearch search, int steps) => new(
        name, log, OutputWiring.Grouped,
        new TrainingOptions { Method = TrainingMethod.GradientDescent, Search = search, StepLimit = steps, TargetLoss = TargetLoss });

    /// <summary>Once for each width and wiring, and once before to warm up.</summary>
    private static MethodRun Baseline(int log, OutputWiring wiring)
    {
        if (s_baselines.TryGetValue((log, wiring), out MethodRun? known)) return known;
        MethodCase given = SecondOrder("", log, wiring, TrainingMethod.GaussNewton, GramSolver.Cholesky);
        _ = MethodRun.Of(given with { Options = given.Options with { StepLimit = 2 } }, seed: 1);
        return s_baselines[(log, wiring)] = MethodRun.Of(given, seed: 1);
    }

    private static Measurement Measure(MethodCase given)
    {
        MethodRun baseline = Baseline(given.Log, given.Wiring);
        // Warms up: code is compiled, memory is touched.
        _ = MethodRun.Of(given with { Log = 10, Options = given.Options with { StepLimit = 2 } }, seed: 1);
        MethodRun[] runs = [.. Enumerable.Range(1, given.Seeds).Select(seed => MethodRun.Of(given, (ulong)seed))];
        double Mean(Func<MethodRun, double> of) => runs.Average(of);
        double Sum(Func<StepMetrics, double> of) => Mean(run => run.Result.History.Skip(1).Sum(of));
        double iterations = Mean(run => run.Result.Steps), most = runs.Max(run => run.Result.Steps), loss = runs.Max(run => run.ExactLoss);
        StepMetrics last = runs[0].Result.History[^1];
        return new Measurement($"{given.Series} m=2^{given.Log}", Size: null, Mean(run => run.Seconds), baseline.Seconds, "ms an iteration", 1e3 * Mean(run => run.Seconds) / iterations, new JsonObject
        {
            ["seeds"] = (double)given.Seeds,
            ["iterations"] = iterations,
            ["mostIterations"] = most,
            ["target"] = given.Target,
            ["met"] = given.Target is null ? null : most <= given.Target && loss <= TargetLoss ? "yes" : "no",
            ["relativeLoss"] = Mean(run => run.Result.RelativeLoss),
            // The largest over seeds, from weights in fp64.
            ["exactLoss"] = loss,
            ["testAccuracy"] = 100 * Mean(run => run.Accuracy),
            ["innerIterations"] = Sum(step => step.SolverIterations),
            ["replaced"] = Sum(step => step.Replaced ?? 0),
            ["condition"] = last.Condition,
            ["preconditioned"] = last.PreconditionedCondition,
            ["moved"] = last.LargestMovement,
            ["neuronsSeen"] = Sum(step => step.DueNeurons),
            ["innerProducts"] = Sum(step => step.InnerProducts),
            ["nodes"] = Sum(step => step.NodesVisited),
            ["searchMiB"] = Sum(step => step.SearchBytes) / (1 << 20),
            ["solver"] = runs[0].Plan.Method == TrainingMethod.GaussNewton ? runs[0].Plan.Solver.ToString() : "",
            ["cpuPercent"] = 100 * Mean(run => run.CpuSeconds) / Mean(run => run.Seconds) / Environment.ProcessorCount,
        });
    }
}

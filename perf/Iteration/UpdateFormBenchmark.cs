using System.Text.Json.Nodes;

namespace Engine.Perf;

/// <summary>Time of a late sparse iteration in the update form the cost model chooses; the baseline is the other form.</summary>
/// <remarks>A ratio below 1 is a wrong choice. The constants of the cost model are fitted to these rows.</remarks>
internal sealed class UpdateFormBenchmark : IBenchmark
{
    private const int LateFrom = 16, Iterations = 32;

    private static readonly int[] s_samples = [128, 512, 1437], s_dimensions = [64, 512], s_logs = [14, 16, 18];

    /// <inheritdoc/>
    public string Name => "update-form";

    /// <inheritdoc/>
    public string Summary => "late iteration in the chosen update form, primal or dual; baseline: the other form";

    /// <inheritdoc/>
    public IReadOnlyList<BenchmarkCase> Cases(bool quick) =>
    [
        .. from n in s_samples from d in s_dimensions from log in s_logs.Take(quick ? 1 : s_logs.Length)
            select new BenchmarkCase($"n={n} d={d} m=2^{log}", () => Measure(n, d, 1 << log)),
    ];

    private static Measurement[] Measure(int samples, int dimension, int width)
    {
        using var problem = new IterationProblem(width, samples, dimension);
        var options = new TrainingOptions { Method = TrainingMethod.GradientDescent };
        TrainingPlan plan = TrainingPlan.For(problem.Network, samples, options);
        IterationRun primal = IterationRun.Sparse(problem, new RunLength(Iterations), UpdateForm.Primal), dual = IterationRun.Sparse(problem, new RunLength(Iterations), UpdateForm.Dual);
        RunComparison comparison = RunComparison.Of(primal, dual);
        (IterationRun chosen, IterationRun other) = plan.Form == UpdateForm.Primal ? (primal, dual) : (dual, primal);
        double seconds = Seconds(chosen);
        var details = new JsonObject
        {
            ["form"] = chosen.Form,
            ["model"] = plan.FormReason,
            ["primalNsPerNeuron"] = Seconds(primal) * 1e9 / width,
            ["dualNsPerNeuron"] = Seconds(dual) * 1e9 / width,
            ["lossDifference"] = comparison.Loss,
        };
        return [new Measurement($"n={samples} d={dimension}", width, seconds, Seconds(other), "ns per neuron", seconds * 1e9 / width, details)];
    }

    private static double Seconds(IterationRun run) => Statistics.Median(run.Samples.Skip(LateFrom).Select(sample => sample.Seconds));
}

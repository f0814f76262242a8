using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Engine.Kernels;

namespace Engine.Perf;

/// <summary>Time of one Gauss-Newton iteration of the last m x m layer on every form of its trained matrix; the baseline does the same with dense products.</summary>
/// <remarks>All start at the same W(0) and must have the same outputs along the way. Making a form is timed once, apart.</remarks>
internal sealed class DeepIterationBenchmark : IBenchmark
{
    private const int Samples = 128, Compared = 4, StepsPerSample = 8;

    private const double MostDifference = 1e-2, CommonRho = 0.02;

    private static readonly double[] s_rho = [0.01, 0.02, 0.05];

    private static readonly ContestLength s_length = new(2.5, 5);

    /// <inheritdoc/>
    public string Name => "deep-iteration";

    /// <inheritdoc/>
    public string Summary => "one Gauss-Newton iteration of an m x m layer, n = 128; baseline: the same with dense products";

    /// <inheritdoc/>
    public IReadOnlyList<BenchmarkCase> Cases(bool quick) =>
    [
        // The largest W takes longer to make than to train with: one rho must do.
        .. from rho in s_rho from log in Enumerable.Range(11, quick ? 1 : rho == CommonRho ? 4 : 3) from form in Enum.GetValues<MatrixForm>()
            select new BenchmarkCase($"{TrainedMatrix.Name(form)} rho={rho.ToString(CultureInfo.InvariantCulture)} m=2^{log}", () => [Measure(form, rho, 1 << log, quick)]),
    ];

    private static Measurement Measure(MatrixForm form, double rho, int units, bool quick)
    {
        using var team = new WorkerTeam();
        using var problem = new DeepProblem(units, Samples, rho, team);
        using var dense = new DenseDeepIteration(problem, team);
        long start = Stopwatch.GetTimestamp();
        using var sparse = new SparseDeepIteration(problem, TrainedMatrix.Create(form, problem.Weights, units, problem.Inputs, team), team);
        double makingSeconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        double difference = Compare(sparse, dense);
        Action several = () =>
        {
            for (int step = 0; step < StepsPerSample; step++) sparse.Step();
        };
        ContestTime[] times = Contest.Run(team.Size, quick ? ContestLength.Quick : s_length, new(several), new(dense.Step), new(dense.Backward));
        double seconds = times[0].Seconds / StepsPerSample;
        var details = new JsonObject
        {
            // Where layers below are trained as well, the dense iteration multiplies once more by W.
            ["ratioWithBackward"] = (times[1].Seconds + times[2].Seconds) / seconds,
            ["denseGflops"] = 4.0 * Samples * units * units / times[1].Seconds / 1e9,
            ["firedPercent"] = 100.0 * sparse.Fires / ((double)Samples * units),
            ["queryMs"] = sparse.Seconds.Query / sparse.Steps * 1e3,
            ["updateMs"] = sparse.Seconds.Update / sparse.Steps * 1e3,
            ["commonMs"] = sparse.Seconds.Common / sparse.Steps * 1e3,
            ["makingMs"] = makingSeconds * 1e3,
            ["outputDifference"] = difference,
            ["target"] = Target(form, rho, units),
            ["met"] = Target(form, rho, units) is { } target ? times[1].Seconds / seconds >= target : null,
            ["cpuPercent"] = times[0].CpuPercent,
            ["baselineCpuPercent"] = times[1].CpuPercent,
        };
        return new Measurement($"{TrainedMatrix.Name(form)} rho={rho.ToString(CultureInfo.InvariantCulture)}", units, seconds, times[1].Seconds, "us per fired unit", seconds * 1e6 / (sparse.Fires / (double)Samples), details);
    }

    /// <summary>Largest difference of the outputs over some iterations.</summary>
    private static double Compare(SparseDeepIteration sparse, DenseDeepIteration dense)
    {
        double difference = 0;
        for (int step = 0; step < Compared; step++)
        {
            sparse.Step();
            dense.Step();
            for (int i = 0; i < Samples; i++) difference = Math.Max(difference, Math.Abs(sparse.Outputs[i] - dense.Outputs[i]));
        }

        if (!(difference < MostDifference)) throw new ComparisonFailedException($"outputs differ by {difference}, more than {MostDifference}.");
        return difference;
    }

    private static double? Target(MatrixForm form, double rho, int units) => units < 8192 || rho > 0.02 ? null : form == MatrixForm.Dual ? 30 : 3;
}

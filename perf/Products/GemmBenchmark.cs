using System.Text.Json.Nodes;
using Engine.Kernels;

namespace Engine.Perf;

/// <summary>Rate of dense fp32 products against OpenBLAS, and against what the processor could do at best.</summary>
internal sealed class GemmBenchmark : IBenchmark
{
    private static readonly GemmShape[] s_quickShapes =
    [
        new(512, 512, 512), new(4096, 512, 256), new(256, 4096, 64), new(8, 1024, 1024), new(97, 1237, 511),
        new(512, 512, 512, GemmForm.LeftTransposed), new(512, 512, 512, GemmForm.RightTransposed), new(512, 512, 512, GemmForm.Symmetric),
    ];

    private static readonly GemmShape[] s_shapes =
    [
        new(2048, 2048, 2048, Target: 0.9), new(4096, 4096, 4096, Target: 0.9), new(8192, 8192, 1024, Target: 0.9),
        new(65536, 512, 256, Target: 0.9), new(256, 65536, 64, Target: 0.85),
        new(256, 65536, 512), new(256, 4096, 4096), new(4096, 256, 4096), new(16384, 64, 256), new(512, 512, 65536),
        new(1000, 1000, 1000), new(97, 1237, 511), new(8, 4096, 4096), new(1, 4096, 4096), new(4096, 1, 4096),
        new(4096, 4096, 1024, GemmForm.LeftTransposed), new(4096, 4096, 1024, GemmForm.RightTransposed),
        new(2048, 2048, 2048, GemmForm.Symmetric), new(4096, 4096, 1024, GemmForm.Symmetric), new(512, 512, 65536, GemmForm.Symmetric),
    ];

    /// <inheritdoc/>
    public string Name => "gemm";

    /// <inheritdoc/>
    public string Summary => "dense fp32 products m x n x k; baseline: OpenBLAS sgemm and ssyrk in the same process";

    /// <inheritdoc/>
    public IReadOnlyList<BenchmarkCase> Cases(bool quick) =>
    [
        .. (quick ? s_quickShapes : s_shapes).Select(shape => new BenchmarkCase(shape.ToString(), () => Measure(shape, quick ? ContestLength.Quick : ContestLength.Full))),
    ];

    private static Measurement[] Measure(GemmShape shape, ContestLength length)
    {
        using var problem = new GemmProblem(shape);
        return [.. ThreadCounts.All.Select(threads => Measure(shape, problem, threads, length))];
    }

    private static Measurement Measure(GemmShape shape, GemmProblem problem, int threads, ContestLength length)
    {
        using var team = new WorkerTeam(threads);
        using var gemm = new Gemm(team);
        bool symmetric = shape.Form == GemmForm.Symmetric;
        var ours = new Contestant(() =>
        {
            if (symmetric) gemm.MultiplySymmetric(alpha: 1, problem.A, beta: 0, problem.Result);
            else gemm.Multiply(problem.A, problem.B, problem.Result);
        });
        var ceiling = new FmaCeiling(team);
        ContestTime[] times;
        double? share = null;
        if (OpenBlas.Instance is { } openBlas)
        {
            openBlas.SetThreads(threads);
            times = Contest.Run(threads, length, ours, ceiling.Contestant, new Contestant(() =>
            {
                if (symmetric) openBlas.MultiplySymmetric(problem.A, problem.Reference);
                else openBlas.Multiply(problem.A, problem.B, problem.Reference);
            }));
            share = ProductComparison.LargestShare(problem.A, problem.B, problem.Result, problem.Reference, symmetric);
        }
        else
        {
            times = Contest.Run(threads, length, ours, ceiling.Contestant);
        }

        var rates = new CeilingRates(ceiling.Rate(times[1]), shape.Operations, threads);
        return rates.Row($"{shape} threads={threads}", times[0], times.ElementAtOrDefault(2), shape.Target, new JsonObject { ["differenceShare"] = share });
    }
}

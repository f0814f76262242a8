using System.Text.Json.Nodes;
using Engine.Kernels;

namespace Engine.Perf;

/// <summary>Time of bilinear schemes, one level each, and of what <see cref="FastGemmPlan"/> chooses; the baseline is the classical product.</summary>
internal sealed class FastGemmBenchmark : IBenchmark
{
    private const int QuickBlock = 96, Block = 1536;

    // The largest products take seconds each.
    private static readonly ContestLength s_full = new(10, 3);

    private static readonly FastGemmCase[] s_quickCases = [FastGemmCase.All(768, 768, 768), .. BilinearSchemes.All.Select(scheme => FastGemmCase.Suited(scheme, QuickBlock))];

    private static readonly FastGemmCase[] s_cases =
    [
        FastGemmCase.All(4096, 4096, 4096), FastGemmCase.All(8192, 8192, 2048, target: 1), FastGemmCase.All(8192, 2048, 8192, target: 1),
        .. BilinearSchemes.All.Select(scheme => FastGemmCase.Suited(scheme, Block)), FastGemmCase.All(8192, 8192, 8192, target: 1.05),
    ];

    /// <inheritdoc/>
    public string Name => "fast-gemm";

    /// <inheritdoc/>
    public string Summary => "bilinear schemes on products m x n x k; baseline: our classical product";

    /// <inheritdoc/>
    public IReadOnlyList<BenchmarkCase> Cases(bool quick) =>
    [
        .. (quick ? s_quickCases : s_cases).Select(item => new BenchmarkCase(item.Shape.ToString(), () => Measure(item, quick ? ContestLength.Quick : s_full))),
    ];

    private static Measurement[] Measure(FastGemmCase item, ContestLength length)
    {
        using var problem = new GemmProblem(item.Shape);
        return [.. ThreadCounts.All.SelectMany(threads => Measure(item, problem, threads, length))];
    }

    private static Measurement[] Measure(FastGemmCase item, GemmProblem problem, int threads, ContestLength length)
    {
        using var team = new WorkerTeam(threads);
        using var gemm = new Gemm(team);
        using var fast = new FastGemm(team);
        FastGemmRun[] runs = [.. item.Schemes.Select(scheme => new FastGemmRun(scheme, fast, problem))];
        var classical = new Contestant(() => gemm.Multiply(problem.A, problem.B, problem.Reference));
        ContestTime[] times = Contest.Run(threads, length, [classical, .. runs.Select(run => run.Contestant)]);
        BilinearScheme? planned = FastGemmPlan.For(item.Shape.M, item.Shape.N, item.Shape.K).Scheme;
        Measurement Row(FastGemmRun? run, ContestTime time)
        {
            double? target = run?.Scheme == planned ? item.Target : null;
            var details = new JsonObject
            {
                ["planned"] = run?.Scheme == planned ? "yes" : "no",
                ["multiplications"] = run?.Multiplications ?? 1,
                ["target"] = target,
                ["met"] = target is null ? null : times[0].Seconds / time.Seconds >= target ? "yes" : "no",
                ["error"] = run?.Error ?? 0,
                ["errorBound"] = run?.ErrorBound ?? 0,
            };
            time.AddColumns(details, times[0]);
            string name = run?.Scheme.ToString() ?? "classical";
            return new Measurement(
                $"{item.Shape} {name} threads={threads}", null, time.Seconds, times[0].Seconds, "GFLOP/s", item.Shape.Operations / time.Seconds / 1e9, details);
        }

        return [Row(null, times[0]), .. runs.Select((run, i) => Row(run, times[i + 1]))];
    }
}

using Engine.Kernels;

namespace Engine.Perf;

/// <summary>Time to sketch batches of vectors that only main memory holds; the baseline is one reading of as many bytes.</summary>
internal sealed class SketchBenchmark : IBenchmark
{
    private const int NonZeros = 4, KroneckerRight = 1024;

    // A sketch that does one addition per element should cost little more than reading the element.
    private const double SparseTarget = 1 / 1.5;

    private static readonly SketchShape[] s_quickShapes = [new(32, 1 << 14, 256), new(32, 1 << 16, 256, Spacing: 16)];
    private static readonly SketchShape[] s_shapes = [new(256, 1 << 18, 1024), new(64, 1 << 20, 256), new(128, 1 << 20, 1024, Spacing: 16)];
    private static readonly SketchShape s_quickFactor = new(256, 1 << 10, 256), s_factor = new(8192, 1 << 12, 1024);

    /// <inheritdoc/>
    public string Name => "sketches";

    /// <inheritdoc/>
    public string Summary => "sketches of batches of vectors; baseline: reading as much memory once";

    /// <inheritdoc/>
    public IReadOnlyList<BenchmarkCase> Cases(bool quick)
    {
        ContestLength length = quick ? ContestLength.Quick : ContestLength.Full;
        SketchShape factor = quick ? s_quickFactor : s_factor;
        return
        [
            .. from shape in quick ? s_quickShapes : s_shapes
               from distribution in Distributions(shape)
               let name = $"{distribution.Kind} {shape}"
               select new BenchmarkCase(name, () => Measure(name, distribution, shape, length)),
            .. from kind in Enum.GetValues<KroneckerKind>()
               let name = $"{kind} n={factor.Count} N={factor.Length}x{KroneckerRight} s={factor.Rows}"
               select new BenchmarkCase(name, () => Measure(name, kind, factor, length)),
        ];
    }

    private static SketchDistribution[] Distributions(SketchShape shape) =>
    [
        SketchDistribution.Count(shape.Rows, shape.Length),
        SketchDistribution.SparseSign(shape.Rows, shape.Length, NonZeros),
        SketchDistribution.BlockedSparseSign(shape.Rows, shape.Length, NonZeros),
        SketchDistribution.SubsampledHadamard(shape.Rows, shape.Length),
        SketchDistribution.Gaussian(shape.Rows, shape.Length),
    ];

    private static Measurement[] Measure(string name, SketchDistribution distribution, SketchShape shape, ContestLength length)
    {
        using var batch = new SketchBatch(shape.Count, shape.Length, shape.Spacing, stream: 1);
        using var result = new NativeBuffer<float>((long)shape.Count * shape.Rows);
        var timing = new SketchTiming(shape.Count, shape.Rows, batch.Bytes, batch.SquaredNorm);
        double? target = distribution.Kind is SketchKind.Count or SketchKind.SparseSign or SketchKind.BlockedSparseSign ? SparseTarget : null;
        return [.. ThreadCounts.All.Select(threads =>
        {
            using var team = new WorkerTeam(threads);
            using ISketch sketch = distribution.Sample(new RngState(Seed: 3), team).Operator;
            return timing.Measure(
                $"{name} threads={threads}", team, result, () => sketch.Apply(batch.Vectors, result.Slice(0, (int)result.Length)), target, length);
        })];
    }

    private static Measurement[] Measure(string name, KroneckerKind kind, SketchShape shape, ContestLength length)
    {
        using var left = new SketchBatch(shape.Count, shape.Length, spacing: 1, stream: 1);
        using var right = new SketchBatch(shape.Count, KroneckerRight, spacing: 1, stream: 2);
        using var result = new NativeBuffer<float>((long)shape.Count * shape.Rows);
        KroneckerDistribution distribution = kind == KroneckerKind.Tensor
            ? KroneckerDistribution.Tensor(shape.Rows, shape.Length, KroneckerRight)
            : KroneckerDistribution.TensorHadamard(shape.Rows, shape.Length, KroneckerRight);
        var timing = new SketchTiming(shape.Count, shape.Rows, left.Bytes + right.Bytes, i => left.SquaredNorm(i) * right.SquaredNorm(i));
        return [.. ThreadCounts.All.Select(threads =>
        {
            using var team = new WorkerTeam(threads);
            using IKroneckerSketch sketch = distribution.Sample(new RngState(Seed: 3), team).Operator;
            return timing.Measure(
                $"{name} threads={threads}", team, result, () => sketch.Apply(left.Vectors, right.Vectors, result.Slice(0, (int)result.Length)), target: null, length);
        })];
    }
}

using Engine.Kernels;
using Engine.Tests.Kernels;
using Engine.Tests.Kernels.Sketches;
using Engine.Tests.Reference;
using Xunit;

namespace Engine.Tests.Conformance;

/// <summary>Sketches: the bits of the host's where the order of additions is fixed, else the bound.</summary>
internal static class SketchConformance
{
    private const int Gap = 4;

    // Panels of 32 rows, tiles of 32 x 32, chunks of 256 columns, and N a power of two, one less and one more.
    private static readonly (int Rows, int Columns, int Count)[] s_shapes = [(1, 1, 1), (4, 5, 33), (1, 7, 2), (31, 32, 3), (33, 65, 2), (40, 257, 3), (7, 515, 2), (64, 256, 1)];

    public static IEnumerable<ConformanceCase> Cases =>
    [
        .. from kind in Enum.GetValues<SketchKind>() from shape in s_shapes select Case(kind, shape.Rows, shape.Columns, shape.Count),
        .. from kind in Enum.GetValues<SketchKind>() select new ConformanceCase("sketch", $"{kind} n=0, and misuse", run => Refuses(run, kind)),
        .. from kind in Enum.GetValues<SketchKind>() select new ConformanceCase("sketch", $"{kind} last elements of the sequence", run => AtTheEnd(run, kind)),
        .. from index in (ulong[])[0, 1, 2] select new ConformanceCase("sketch", $"Gaussian first={index}", run => Apply(run, SketchDistribution.Gaussian(33, 33), 5, index)),
        Case(SketchKind.Gaussian, 33, 33, 129),
        new("sketch", "Count s=2 N=20, full rows", run => Apply(run, SketchDistribution.Count(2, 20), 1, density: 1)),
        new("sketch", "Count s=40 N=300, full rows", run => Apply(run, SketchDistribution.Count(40, 300), 1, density: 1)),
        new("sketch", "Count s=2 N=3000, full rows", run => Apply(run, SketchDistribution.Count(2, 3000), 2, density: 1), IsLarge: true),
        new("sketch", "Count s=1500 N=1100, full rows", run => Apply(run, SketchDistribution.Count(1500, 1100), 1, density: 1)),
        new("sketch", "SparseSign s=1100 N=100 q=5", run => Apply(run, SketchDistribution.SparseSign(1100, 100, 5), 1, density: 1)),
        new("sketch", "SparseSign s=q=6", run => Apply(run, SketchDistribution.SparseSign(6, 20, 6), 3)),
        new("sketch", "SubsampledHadamard s=M=2048 N=2047", run => Apply(run, SketchDistribution.SubsampledHadamard(2048, 2047), 2)),
        new("sketch", "SubsampledHadamard N=2049", run => Apply(run, SketchDistribution.SubsampledHadamard(100, 2049), 1)),
        new("sketch", "SubsampledHadamard two batches", run => Apply(run, SketchDistribution.SubsampledHadamard(1000, 1 << 20), 5), IsLarge: true),
        new("sketch", "Count two batches", run => Apply(run, SketchDistribution.Count(1000, 1 << 17), 33), IsLarge: true),
        new("sketch", "SparseSign s=1000 N=20000", run => Apply(run, SketchDistribution.SparseSign(1000, 20_000, 8), 50), IsLarge: true),
        new("sketch", "Gaussian s=200 N=1000", run => Apply(run, SketchDistribution.Gaussian(200, 1000), 300), IsLarge: true),
    ];

    private static ConformanceCase Case(SketchKind kind, int rows, int columns, int count) =>
        new("sketch", $"{kind} s={rows} N={columns} n={count}", run => Apply(run, SketchCases.Create(kind, rows, columns), count));

    private static void Apply(ConformanceRun run, SketchDistribution distribution, int count, ulong firstIndex = (1UL << 32) - 37, double density = 0.1)
    {
        RngState state = new(Seed: 0x1234_5678_9ABC_DEF0, Stream: 5, firstIndex);
        SketchData data = new(count, distribution.Columns, 91, density);
        Sampled<DeviceSketch> drawn = run.Device.Sketches.Sample(distribution, state);
        using DeviceSketch sketch = drawn.Operator;
        Assert.Equal(state.Advance(distribution.RandomElements), drawn.Next);
        using WorkerTeam team = new(1);
        using ISketch host = distribution.Sample(state, team).Operator;

        MatrixView dense = data.Matrix(run);
        CsrView sparse = data.Csr(run);
        Check(run, distribution, state, data, host, isSparse: false, result => sketch.Apply(dense, result));
        Check(run, distribution, state, data, host, isSparse: true, result => sketch.Apply(sparse, result));
    }

    private static void Check(
        ConformanceRun run, SketchDistribution distribution, RngState state, SketchData data, ISketch host, bool isSparse, Action<MatrixView> apply)
    {
        string subject = isSparse ? "sparse" : "dense";
        int s = distribution.Rows, stride = s + Gap;
        GuardedArray<float> result = run.Output<float>(data.Count * stride - Gap), again = run.Output<float>(data.Count * stride - Gap);
        apply(result.Matrix(data.Count, s, stride));
        long allocated = run.Device.AllocatedBytes;
        apply(again.Matrix(data.Count, s, stride));
        Assert.Equal(allocated, run.Device.AllocatedBytes);
        float[] actual = SketchData.Packed(run.Read(result), data.Count, s, stride);
        EqualBits.Require(actual, SketchData.Packed(run.Read(again), data.Count, s, stride), $"{subject}, applied again");
        if (distribution.Kind == SketchKind.Gaussian)
        {
            RequireNear(distribution, state, data, isSparse, actual);
            return;
        }

        var expected = new float[actual.Length];
        host.Apply(isSparse ? data.SparseBatch : data.DenseBatch, expected);
        EqualBits.Require(expected, actual, subject);
    }

    private static void RequireNear(SketchDistribution distribution, RngState state, SketchData data, bool isSparse, float[] actual)
    {
        double[,] matrix = SketchMatrix.Of(distribution, state);
        for (int v = 0; v < data.Count; v++)
        {
            double[] x = data.Vector(v, isSparse);
            long stored = isSparse ? data.Offsets[v + 1] - data.Offsets[v] : data.Length;
            for (int i = 0; i < distribution.Rows; i++)
            {
                double exact = 0, size = 0;
                for (int j = 0; j < x.Length; j++)
                {
                    exact += matrix[i, j] * x[j];
                    size += Math.Abs(matrix[i, j] * x[j]);
                }

                // One unit more covers the reference; see SingleRounding.
                Reference.Check.Near(actual[v * distribution.Rows + i], exact, SingleRounding.Gamma((int)stored + 3) * size, $"vector {v}, row {i}");
            }
        }
    }

    private static void AtTheEnd(ConformanceRun run, SketchKind kind)
    {
        SketchDistribution distribution = SketchCases.Create(kind, 5, 9);
        Apply(run, distribution, 2, ulong.MaxValue - distribution.RandomElements);
        Assert.Throws<OverflowException>(() => run.Device.Sketches.Sample(distribution, new RngState(1, 2, ulong.MaxValue - distribution.RandomElements + 1)));
    }

    private static void Refuses(ConformanceRun run, SketchKind kind)
    {
        using DeviceSketch sketch = run.Device.Sketches.Sample(SketchCases.Create(kind, 4, 6), default).Operator;
        GuardedArray<float> x = run.Output<float>(12), y = run.Output<float>(12);
        VectorView<long> offsets = run.Input<long>([0, 1, 2]).View;
        VectorView<int> ids = run.Input<int>([0, 5]).View;
        sketch.Apply(x.Matrix(0, 6, 6), y.Matrix(0, 4, 4));
        sketch.Apply(new CsrView(0, 6, offsets.Slice(0, 1), ids, x.View.Slice(0, 2)), y.Matrix(0, 4, 4));
        Assert.Throws<ArgumentException>(() => sketch.Apply(x.Matrix(2, 5, 6), y.Matrix(2, 4, 4)));
        Assert.Throws<ArgumentException>(() => sketch.Apply(x.Matrix(2, 6, 6), y.Matrix(1, 4, 4)));
        Assert.Throws<ArgumentException>(() => sketch.Apply(x.Matrix(2, 6, 6), y.Matrix(2, 3, 4)));
        Assert.Throws<ArgumentException>(() => sketch.Apply(x.Matrix(6, 2, 2).Transposed, y.Matrix(2, 4, 4)));
        Assert.Throws<ArgumentException>(() => sketch.Apply(x.Matrix(2, 6, 6), y.Matrix(4, 2, 2).Transposed));
        Assert.Throws<ArgumentException>(() => sketch.Apply(new CsrView(2, 7, offsets, ids, x.View.Slice(0, 2)), y.Matrix(2, 4, 4)));
        Assert.Throws<ArgumentException>(() => sketch.Apply(new CsrView(2, 6, offsets, ids, default), y.Matrix(2, 4, 4)));
        Assert.All(run.Read(y), element => Assert.Equal(float.NaN, element));
        if (run.Device.Kind != DeviceKind.Host) return;
        MatrixView vectors = x.Matrix(2, 6, 6), result = y.Matrix(2, 4, 4);
        Assert.Equal(0, AllocatedBytes.By(() => sketch.Apply(vectors, result)));
    }
}

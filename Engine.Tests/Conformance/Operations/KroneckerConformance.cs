using Engine.Kernels;
using Engine.Tests.Kernels;
using Engine.Tests.Kernels.Sketches;
using Engine.Tests.Kernels.Transforms;
using Engine.Tests.Reference;
using Xunit;

namespace Engine.Tests.Conformance;

/// <summary>Sketches of Kronecker products: TensorSRHT has the host's bits, TensorSketch obeys the host's bound.</summary>
internal static class KroneckerConformance
{
    private const int Gap = 4;

    private static readonly (int Rows, int Left, int Right, int Count)[] s_shapes =
        [(1, 1, 1, 1), (2, 3, 2, 3), (5, 1, 8, 2), (16, 16, 3, 5), (13, 5, 17, 4), (64, 6, 6, 1), (100, 7, 4, 9), (300, 40, 33, 2)];

    public static IEnumerable<ConformanceCase> Cases =>
    [
        .. from kind in Enum.GetValues<KroneckerKind>() from shape in s_shapes select Case(kind, shape.Rows, shape.Left, shape.Right, shape.Count),
        .. from kind in Enum.GetValues<KroneckerKind>() select new ConformanceCase("kronecker-sketch", $"{kind} n=0, and misuse", run => Refuses(run, kind)),
        .. from kind in Enum.GetValues<KroneckerKind>() select new ConformanceCase("kronecker-sketch", $"{kind} last elements of the sequence", run => AtTheEnd(run, kind)),
        .. from kind in Enum.GetValues<KroneckerKind>() select new ConformanceCase("kronecker-sketch", $"{kind} of zero", run => OfZero(run, kind)),
        Case(KroneckerKind.Tensor, 1 << 18, 3000, 20, 5, isLarge: true),
        Case(KroneckerKind.Tensor, 1000, 5000, 300, 40, isLarge: true),
        Case(KroneckerKind.TensorHadamard, 1000, 1 << 20, 20, 5, isLarge: true),
    ];

    private static ConformanceCase Case(KroneckerKind kind, int rows, int left, int right, int count, bool isLarge = false) => new(
        "kronecker-sketch", $"{kind} s={rows} N1={left} N2={right} n={count}",
        run => Apply(run, SketchCases.Create(kind, rows, left, right), new SketchData(count, left, 92), new SketchData(count, right, 93)), isLarge);

    private static void Apply(ConformanceRun run, KroneckerDistribution distribution, SketchData left, SketchData right, ulong firstIndex = (1UL << 32) - 37)
    {
        RngState state = new(Seed: 51, Stream: 3, firstIndex);
        Sampled<DeviceKroneckerSketch> drawn = run.Device.Sketches.Sample(distribution, state);
        using DeviceKroneckerSketch sketch = drawn.Operator;
        Assert.Equal(state.Advance(distribution.RandomElements), drawn.Next);
        MatrixView dense = left.Matrix(run), v = right.Matrix(run);
        CsrView sparse = left.Csr(run);
        Check(run, distribution, state, left, right, isSparse: false, result => sketch.Apply(dense, v, result));
        Check(run, distribution, state, left, right, isSparse: true, result => sketch.Apply(sparse, v, result));
    }

    private static void Check(
        ConformanceRun run, KroneckerDistribution distribution, RngState state, SketchData left, SketchData right, bool isSparse, Action<MatrixView> apply)
    {
        string subject = isSparse ? "sparse" : "dense";
        int s = distribution.Rows, stride = s + Gap;
        GuardedArray<float> result = run.Output<float>(left.Count * stride - Gap), again = run.Output<float>(left.Count * stride - Gap);
        apply(result.Matrix(left.Count, s, stride));
        long allocated = run.Device.AllocatedBytes;
        apply(again.Matrix(left.Count, s, stride));
        Assert.Equal(allocated, run.Device.AllocatedBytes);
        float[] actual = SketchData.Packed(run.Read(result), left.Count, s, stride), expected = new float[actual.Length];
        EqualBits.Require(actual, SketchData.Packed(run.Read(again), left.Count, s, stride), $"{subject}, applied again");
        using WorkerTeam team = new(1);
        using IKroneckerSketch host = distribution.Sample(state, team).Operator;
        host.Apply(isSparse ? left.SparseBatch : left.DenseBatch, right.DenseBatch, expected);
        if (distribution.Kind == KroneckerKind.TensorHadamard)
        {
            EqualBits.Require(expected, actual, subject);
            return;
        }

        for (int i = 0; i < left.Count; i++)
            RequireNear(distribution, state, left.Vector(i, isSparse), right.Vector(i, isSparse: false), expected.AsSpan(i * s, s), actual.AsSpan(i * s, s));
    }

    /// <summary>The documented bound, twice: the reference is the host's result, which obeys it too.</summary>
    private static void RequireNear(
        KroneckerDistribution distribution, RngState state, double[] u, double[] v, ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        double norm = Math.Sqrt(expected.ToArray().Sum(y => (double)y * y));
        double norms = CountNorm(state, distribution.Rows, u) * CountNorm(state.Advance((ulong)distribution.LeftLength), distribution.Rows, v);
        using ComplexTransform transform = new(Convolution.TransformLength(distribution.Rows));
        double bound = TransformBounds.Convolution(transform, norms, norm);
        for (int k = 0; k < expected.Length; k++)
            Reference.Check.Near(actual[k], expected[k], 2 * (bound + SingleRounding.Unit * (Math.Abs(expected[k]) + bound)), $"row {k}");
    }

    /// <summary>||c||₂ of the CountSketch of x.</summary>
    private static double CountNorm(RngState state, int rows, double[] x)
    {
        CounterRandom random = new(state.Seed, state.Stream);
        var sums = new double[rows];
        for (int j = 0; j < x.Length; j++)
        {
            uint bits = random.Bits(state.NextIndex + (ulong)j);
            sums[(int)((bits & 0x7FFF_FFFF) * (long)rows / 0x8000_0000L)] += bits >> 31 == 0 ? x[j] : -x[j];
        }

        return Dense.Norm(sums);
    }

    private static void AtTheEnd(ConformanceRun run, KroneckerKind kind)
    {
        KroneckerDistribution distribution = SketchCases.Create(kind, 5, 9, 3);
        Apply(run, distribution, new SketchData(2, 9, 94), new SketchData(2, 3, 95), ulong.MaxValue - distribution.RandomElements);
        Assert.Throws<OverflowException>(() => run.Device.Sketches.Sample(distribution, new RngState(1, 2, ulong.MaxValue - distribution.RandomElements + 1)));
    }

    private static void OfZero(ConformanceRun run, KroneckerKind kind)
    {
        using DeviceKroneckerSketch sketch = run.Device.Sketches.Sample(SketchCases.Create(kind, 6, 4, 3), default).Operator;
        GuardedArray<float> u = run.Input<float>(new float[4]), v = run.Input<float>([1, -2, 3]), y = run.Output<float>(6);
        sketch.Apply(u.Matrix(1, 4, 4), v.Matrix(1, 3, 3), y.Matrix(1, 6, 6));
        Assert.All(run.Read(y), element => Assert.Equal(0, element));
        sketch.Apply(new CsrView(1, 4, run.Input<long>([0, 0]).View, default, default), v.Matrix(1, 3, 3), y.Matrix(1, 6, 6));
        Assert.All(run.Read(y), element => Assert.Equal(0, element));
    }

    private static void Refuses(ConformanceRun run, KroneckerKind kind)
    {
        using DeviceKroneckerSketch sketch = run.Device.Sketches.Sample(SketchCases.Create(kind, 4, 6, 3), default).Operator;
        GuardedArray<float> u = run.Output<float>(12), v = run.Output<float>(12), y = run.Output<float>(12);
        VectorView<long> offsets = run.Input<long>([0, 1, 2]).View;
        VectorView<int> ids = run.Input<int>([0, 5]).View;
        sketch.Apply(u.Matrix(0, 6, 6), v.Matrix(0, 3, 3), y.Matrix(0, 4, 4));
        sketch.Apply(new CsrView(0, 6, offsets.Slice(0, 1), ids, u.View.Slice(0, 2)), v.Matrix(0, 3, 3), y.Matrix(0, 4, 4));
        Assert.Throws<ArgumentException>(() => sketch.Apply(u.Matrix(2, 5, 6), v.Matrix(2, 3, 3), y.Matrix(2, 4, 4)));
        Assert.Throws<ArgumentException>(() => sketch.Apply(u.Matrix(2, 6, 6), v.Matrix(1, 3, 3), y.Matrix(2, 4, 4)));
        Assert.Throws<ArgumentException>(() => sketch.Apply(u.Matrix(2, 6, 6), v.Matrix(2, 2, 3), y.Matrix(2, 4, 4)));
        Assert.Throws<ArgumentException>(() => sketch.Apply(u.Matrix(2, 6, 6), v.Matrix(2, 3, 3), y.Matrix(1, 4, 4)));
        Assert.Throws<ArgumentException>(() => sketch.Apply(u.Matrix(2, 6, 6), v.Matrix(3, 2, 2).Transposed, y.Matrix(2, 4, 4)));
        Assert.Throws<ArgumentException>(() => sketch.Apply(new CsrView(2, 6, offsets, ids, default), v.Matrix(2, 3, 3), y.Matrix(2, 4, 4)));
        Assert.Throws<ArgumentException>(() => sketch.Apply(new CsrView(2, 5, offsets, ids, u.View.Slice(0, 2)), v.Matrix(2, 3, 3), y.Matrix(2, 4, 4)));
        Assert.All(run.Read(y), element => Assert.Equal(float.NaN, element));
        if (run.Device.Kind != DeviceKind.Host) return;
        MatrixView left = u.Matrix(2, 6, 6), right = v.Matrix(2, 3, 3), result = y.Matrix(2, 4, 4);
        Assert.Equal(0, AllocatedBytes.By(() => sketch.Apply(left, right, result)));
    }
}

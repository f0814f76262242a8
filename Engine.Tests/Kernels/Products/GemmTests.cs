using Engine.Kernels;
using Xunit;

namespace Engine.Tests.Kernels.Products;

public sealed class GemmTests(GemmPair gemms) : IClassFixture<GemmPair>
{
    /// <summary>Empty, 1, primes, both sides of the register tile (12 x 32), of a part of k (384) and of a packing group (96, 256 lanes).</summary>
    public static TheoryData<int, int, int> Shapes()
    {
        TheoryData<int, int, int> shapes = new();
        foreach (int m in new[] { 0, 1, 11, 12, 13, 25 })
        {
            foreach (int n in new[] { 0, 1, 31, 32, 33, 67 })
            {
                foreach (int k in new[] { 0, 1, 3, 4, 15, 16, 17, 37 }) shapes.Add(m, n, k);
            }
        }

        shapes.Add(7, 5, 383);
        shapes.Add(13, 33, 384);
        shapes.Add(12, 32, 385);
        shapes.Add(3, 2, 4001);
        shapes.Add(1, 1, 100_003);
        shapes.Add(95, 255, 20);
        shapes.Add(97, 257, 20);
        shapes.Add(2053, 3, 5);
        shapes.Add(2, 2053, 7);
        shapes.Add(191, 193, 769);
        return shapes;
    }

    [Theory, MemberData(nameof(Shapes))]
    public void Multiply_StaysWithinTheBound_ForAwkwardShapes(int m, int n, int k)
    {
        foreach (bool wide in new[] { true, false }) RequireWithinBound(m, n, k, transposed: 0, alpha: 1.0f, beta: 0.0f, wide);
    }

    [Theory]
    [InlineData(29, 71, 53)]
    [InlineData(1, 40, 17)]
    [InlineData(40, 1, 400)]
    public void Multiply_StaysWithinTheBound_ForEveryTransposition(int m, int n, int k)
    {
        for (int transposed = 0; transposed < 8; transposed++)
        {
            foreach (bool wide in new[] { true, false }) RequireWithinBound(m, n, k, transposed, alpha: 1.5f, beta: -0.75f, wide);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(30)]
    [InlineData(500)]
    public void Multiply_StaysWithinTheBound_ForEveryAlphaAndBeta(int k)
    {
        foreach (float alpha in new[] { 0.0f, 1.0f, -0.3f, 7.0f })
        {
            foreach (float beta in new[] { 0.0f, 1.0f, -0.3f, 7.0f })
            {
                foreach (bool wide in new[] { true, false }) RequireWithinBound(25, 65, k, transposed: 0, alpha, beta, wide);
            }
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Multiply_LeavesOperandsUnread_WhenTheirFactorIsZero(bool wide)
    {
        Gemm gemm = gemms.At(wide);
        using GuardedView a = new(25, 30), b = new(30, 65), c = new(25, 65);
        // Everything is still the guard, a NaN.
        gemm.Multiply(alpha: 0.0f, a.View, b.View, beta: 0.0f, c.View);
        Assert.All(c.Bits(), bits => Assert.Equal(0u, bits));

        a.Fill((_, _) => 1.0f);
        b.Fill((_, _) => 1.0f);
        c.Fill((_, _) => float.NaN);
        gemm.Multiply(a.View, b.View, c.View);
        Assert.All(c.Bits(), bits => Assert.Equal(30.0f, BitConverter.UInt32BitsToSingle(bits)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Multiply_IgnoresAlpha_WhenThereIsNoProduct(bool wide)
    {
        Gemm gemm = gemms.At(wide);
        using GuardedView a = new(5, 0), b = new(0, 7), c = new GuardedView(5, 7).Fill((i, j) => i + j);
        gemm.Multiply(float.PositiveInfinity, a.View, b.View, beta: 2.0f, c.View);
        for (int i = 0; i < 5; i++)
        {
            for (int j = 0; j < 7; j++) Assert.Equal(2.0f * (i + j), c[i, j]);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Multiply_PropagatesNaNAndInfinity_ToTheirRowsAndColumnsOnly(bool wide)
    {
        const int m = 26, n = 70, k = 40;
        Gemm gemm = gemms.At(wide);
        using GuardedView a = new GuardedView(m, k).Fill((_, _) => 1.0f), b = new GuardedView(k, n).Fill((_, _) => 1.0f), c = new(m, n);
        a[3, 5] = float.NaN;
        a[20, 7] = float.PositiveInfinity;
        a[25, 8] = float.MaxValue;
        b[9, 33] = float.NegativeInfinity;
        b[8, 69] = 2.0f;
        gemm.Multiply(a.View, b.View, c.View);
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < n; j++)
            {
                float expected = (i, j) switch
                {
                    (3, _) => float.NaN,
                    (20, 33) => float.NaN,
                    (20, _) => float.PositiveInfinity,
                    (_, 33) => float.NegativeInfinity,
                    (25, 69) => float.PositiveInfinity,
                    (25, _) => float.MaxValue,
                    (_, 69) => k + 1,
                    _ => k,
                };
                Assert.Equal(expected, c[i, j]);
            }
        }
    }

    [Fact]
    public void Multiply_AllocatesNothing_AfterConstruction()
    {
        // A team of one runs every item on this thread, whose allocations are the ones counted.
        using WorkerTeam team = new(1);
        using Gemm gemm = new(team);
        using GuardedView a = GuardedView.Integers(50, 400, transposed: false, seed: 1), b = GuardedView.Integers(400, 90, transposed: true, seed: 2), c = new(50, 90);
        Assert.Equal(0, AllocatedBytes.By(() => gemm.Multiply(a.View, b.View, c.View)));
    }

    [Fact]
    public void Multiply_RefusesShapesThatDoNotMatch()
    {
        Gemm gemm = gemms.At(wide: true);
        using GuardedView a = new(2, 3), b = new(4, 5), c = new(2, 5);
        ArgumentException failure = Assert.Throws<ArgumentException>(() => gemm.Multiply(a.View, b.View, c.View));
        Assert.Contains("(2, 3) (4, 5) = (2, 5)", failure.Message);
        Assert.Throws<ArgumentException>(() => gemm.Multiply(a.View, b.View.Transposed, c.View));
    }

    private void RequireWithinBound(int m, int n, int k, int transposed, float alpha, float beta, bool wide)
    {
        Gemm gemm = gemms.At(wide);
        using GuardedView a = GuardedView.Normal(m, k, (transposed & 1) != 0, seed: m + k);
        using GuardedView b = GuardedView.Normal(k, n, (transposed & 2) != 0, seed: n - k);
        using GuardedView c = beta == 0.0f
            ? new GuardedView(m, n, (transposed & 4) != 0)
            : GuardedView.Normal(m, n, (transposed & 4) != 0, seed: m - n);
        ProductReference reference = new(alpha, a, b, beta, c);
        gemm.Multiply(alpha, a.View, b.View, beta, c.View);
        reference.RequireWithin(c, GemmBound.Roundings(k));
        Assert.True(a.GuardsAreIntact() && b.GuardsAreIntact() && c.GuardsAreIntact(), "A guard has changed.");
    }
}

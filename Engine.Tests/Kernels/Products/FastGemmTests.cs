using Engine.Kernels;
using Engine.Tests.Reference;
using Xunit;

namespace Engine.Tests.Kernels.Products;

public sealed class FastGemmTests : IDisposable
{
    private readonly WorkerTeam _team = new(2);
    private readonly FastGemm _wide;
    private readonly FastGemm _narrow;

    public FastGemmTests()
    {
        _wide = new FastGemm(_team, wide: true);
        _narrow = new FastGemm(_team, wide: false);
    }

    public static TheoryData<int> Schemes() => BilinearSchemeTests.Indices();

    /// <summary>Leaves of 1, of part of a register tile and of several; k beyond one part of a leaf; nothing, something and almost a block to peel.</summary>
    [Theory, MemberData(nameof(Schemes))]
    public void Multiply_IsExact_ForSmallIntegersAndEveryPermutation(int index)
    {
        foreach (BilinearScheme scheme in BilinearSchemes.All[index].Permutations)
        {
            RequireExact(scheme, scheme.Rows, scheme.Columns, scheme.Inner, _wide);
            RequireExact(scheme, 13 * scheme.Rows + 1, 33 * scheme.Columns - 1, 17 * scheme.Inner + scheme.Inner / 2, _narrow);
            RequireExact(scheme, 24 * scheme.Rows, 32 * scheme.Columns, 20 * scheme.Inner, _wide);
        }
    }

    [Theory]
    [InlineData(0, 5, 7)]
    [InlineData(5, 0, 7)]
    [InlineData(5, 7, 0)]
    [InlineData(1, 1, 1)]
    [InlineData(1, 40, 40)]
    [InlineData(40, 1, 40)]
    [InlineData(40, 40, 1)]
    [InlineData(101, 67, 1601)]
    public void Multiply_PeelsWhatDoesNotDivide(int m, int n, int k)
    {
        RequireExact(BilinearSchemes.Strassen, m, n, k, _wide);
        RequireExact(BilinearSchemes.Strassen.Compose(BilinearSchemes.Strassen), m, n, k, _narrow);
    }

    /// <summary>T30: normwise within the computed bound, and that within 10 E u k of the classical product.</summary>
    [Theory, MemberData(nameof(Schemes))]
    public void Multiply_StaysWithinTheNormwiseBound(int index)
    {
        const int m = 103, n = 109, k = 500;
        BilinearScheme scheme = BilinearSchemes.All[index];
        const float alpha = 0.75f, beta = -0.5f;
        using GuardedView a = Uniform(m, k, seed: 1), b = Uniform(k, n, seed: 2), c = Uniform(m, n, seed: 3), classical = Uniform(m, n, seed: 3);
        ProductReference reference = new(alpha, a, b, beta, c);
        _wide.Multiply(new FastGemmPlan(scheme, "test"), alpha, a.View, b.View, beta, c.View);
        double bound = scheme.ErrorBound(k);
        reference.RequireNormwise(c, bound * (alpha - beta));

        using Gemm gemm = new(_team);
        gemm.Multiply(alpha, a.View, b.View, beta, classical.View);
        double difference = 0.0, largest = 0.0;
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < n; j++)
            {
                difference = Math.Max(difference, Math.Abs(c[i, j] - (double)classical[i, j]));
                largest = Math.Max(largest, Math.Abs(classical[i, j]));
            }
        }

        Check.Near(difference / largest, 0.0, 10.0 * scheme.ErrorFactor * SingleRounding.Unit * k, $"{scheme} against the classical product");
    }

    /// <summary>T31.</summary>
    [Fact]
    public void Multiplications_AreRankToThePowerOfLevels_TimesTheLeaf()
    {
        BilinearScheme two = BilinearSchemes.Strassen.Compose(BilinearSchemes.Strassen);
        Assert.Equal(7 * 13L * 20 * 30, Counted(BilinearSchemes.Strassen, 26, 60, 40));
        Assert.Equal(49 * 13L * 20 * 30, Counted(two, 52, 120, 80));
        Assert.Equal(76 * 2L * 3 * 4, Counted(BilinearSchemes.Rank76, 8, 20, 15));
        // One more of each: k for the core, a column, a row.
        Assert.Equal((7 * 13L * 20 * 30) + (26 * 60) + (26 * 41) + (61 * 41), Counted(BilinearSchemes.Strassen, 27, 61, 41));
    }

    /// <summary>The scheme is transposed with C, so that a shape which divides by it needs no peeling in either layout.</summary>
    [Fact]
    public void Multiplications_AreTheSame_WhenCIsTransposed()
    {
        using GuardedView a = Uniform(8, 4, seed: 1), b = Uniform(4, 9, seed: 2), c = new(8, 9, transposed: true);
        long before = _wide.Multiplications;
        _wide.Multiply(new FastGemmPlan(BilinearSchemes.Rank20, "test"), alpha: 1.0f, a.View, b.View, beta: 0.0f, c.View);
        Assert.Equal(20 * 2L * 2 * 3, _wide.Multiplications - before);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Multiply_AcceptsEveryTransposition_AndLeavesGuardsAlone(bool peeled)
    {
        (int m, int n, int k) = peeled ? (58, 71, 45) : (56, 68, 44);
        for (int transposed = 0; transposed < 8; transposed++)
        {
            using GuardedView a = GuardedView.Integers(m, k, (transposed & 1) != 0, seed: 1), b = GuardedView.Integers(k, n, (transposed & 2) != 0, seed: 2);
            using GuardedView c = new(m, n, (transposed & 4) != 0);
            _wide.Multiply(new FastGemmPlan(BilinearSchemes.Rank20, "test"), alpha: 1.0f, a.View, b.View, beta: 0.0f, c.View);
            GemmExactnessTests.RequireProduct(a, b, c);
            Assert.True(a.GuardsAreIntact() && b.GuardsAreIntact() && c.GuardsAreIntact(), "A guard has changed.");
        }
    }

    [Fact]
    public void Results_HaveTheSameBits_ForEveryTeamSizeAndVectorWidth()
    {
        uint[] expected = Compute(threads: 1, wide: false);
        foreach (int threads in new[] { 1, 2, 3 })
        {
            foreach (bool wide in new[] { true, false }) Assert.Equal(expected, Compute(threads, wide));
        }

        static uint[] Compute(int threads, bool wide)
        {
            using WorkerTeam team = new(threads);
            using FastGemm gemm = new(team, wide);
            using GuardedView a = Uniform(131, 811, seed: 4), b = Uniform(811, 99, seed: 5), c = Uniform(131, 99, seed: 6);
            gemm.Multiply(new FastGemmPlan(BilinearSchemes.Strassen, "test"), alpha: 0.3f, a.View, b.View, beta: 2.0f, c.View);
            return c.Bits();
        }
    }

    [Fact]
    public void Multiply_LeavesOperandsUnread_WhenTheirFactorIsZero()
    {
        FastGemmPlan plan = new(BilinearSchemes.Strassen, "test");
        using GuardedView a = new(5, 6), b = new(6, 7), c = new(5, 7);
        _wide.Multiply(plan, alpha: 0.0f, a.View, b.View, beta: 0.0f, c.View);
        Assert.All(c.Bits(), bits => Assert.Equal(0u, bits));
    }

    public void Dispose()
    {
        _wide.Dispose();
        _narrow.Dispose();
        _team.Dispose();
    }

    private static GuardedView Uniform(int rows, int columns, int seed)
    {
        Random random = new(seed);
        return new GuardedView(rows, columns).Fill((_, _) => random.NextSingle() * 2.0f - 1.0f);
    }

    private static void RequireExact(BilinearScheme scheme, int m, int n, int k, FastGemm gemm)
    {
        using GuardedView a = GuardedView.Integers(m, k, transposed: false, seed: 11), b = GuardedView.Integers(k, n, transposed: false, seed: 12), c = new(m, n);
        gemm.Multiply(new FastGemmPlan(scheme, "test"), alpha: 1.0f, a.View, b.View, beta: 0.0f, c.View);
        GemmExactnessTests.RequireProduct(a, b, c);
    }

    private long Counted(BilinearScheme scheme, int m, int k, int n)
    {
        using GuardedView a = Uniform(m, k, seed: 1), b = Uniform(k, n, seed: 2), c = new(m, n);
        long before = _wide.Multiplications;
        _wide.Multiply(new FastGemmPlan(scheme, "test"), alpha: 1.0f, a.View, b.View, beta: 0.0f, c.View);
        return _wide.Multiplications - before;
    }
}

using Engine.Kernels;
using Xunit;

namespace Engine.Tests.Kernels.Products;

/// <summary>Small integers multiply exactly in fp32, so products large enough for every level of blocking can be checked without tolerance.</summary>
public sealed class GemmExactnessTests(GemmPair gemms) : IClassFixture<GemmPair>
{
    /// <summary>Shapes on both sides of the cache blocks: tiles, chunks of shared operands, private blocks of either operand.</summary>
    [Theory]
    [InlineData(343, 343, 700)]
    [InlineData(4097, 350, 384)]
    [InlineData(350, 4127, 384)]
    [InlineData(700, 800, 1152)]
    [InlineData(9001, 33, 384)]
    [InlineData(31, 9001, 384)]
    public void Multiply_IsExact_ForSmallIntegers(int m, int n, int k)
    {
        foreach (bool wide in new[] { true, false })
        {
            using GuardedView a = GuardedView.Integers(m, k, transposed: wide, seed: 3);
            using GuardedView b = GuardedView.Integers(k, n, transposed: !wide, seed: 4);
            using GuardedView c = new(m, n);
            gemms.At(wide).Multiply(a.View, b.View, c.View);
            RequireProduct(a, b, c);
            Assert.True(c.GuardsAreIntact(), "A guard has changed.");
        }
    }

    /// <summary>C x = A (B x) in integers, for a random x in [-2²⁰, 2²⁰]: a wrong C passes with probability below 2⁻²⁰ (Freivalds, 1977).</summary>
    internal static void RequireProduct(GuardedView a, GuardedView b, GuardedView c)
    {
        Random random = new(77);
        long[] x = [.. Enumerable.Range(0, b.View.Columns).Select(_ => (long)random.Next(-(1 << 20), (1 << 20) + 1))];
        Assert.Equal(Apply(a, Apply(b, x)), Apply(c, x));
    }

    private static long[] Apply(GuardedView matrix, long[] x)
    {
        long[] result = new long[matrix.View.Rows];
        for (int i = 0; i < result.Length; i++)
        {
            for (int j = 0; j < x.Length; j++)
            {
                float element = matrix[i, j];
                Assert.True(element == (long)element);
                result[i] += (long)element * x[j];
            }
        }

        return result;
    }
}

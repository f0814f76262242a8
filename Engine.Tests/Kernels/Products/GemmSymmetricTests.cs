using Engine.Kernels;
using Xunit;

namespace Engine.Tests.Kernels.Products;

public sealed class GemmSymmetricTests(GemmPair gemms) : IClassFixture<GemmPair>
{
    [Theory]
    [InlineData(0, 5)]
    [InlineData(1, 1)]
    [InlineData(13, 0)]
    [InlineData(31, 40)]
    [InlineData(97, 17)]
    [InlineData(389, 500)]
    [InlineData(1301, 3)]
    [InlineData(4200, 384)]
    public void LowerTriangle_HasTheBitsOfTheFullProduct_AndNothingElseIsTouched(int n, int k)
    {
        foreach (bool wide in new[] { true, false })
        {
            Gemm gemm = gemms.At(wide);
            using GuardedView a = GuardedView.Normal(n, k, transposed: wide, seed: 9), full = new(n, n), lower = new(n, n);
            for (int i = 0; i < n; i++)
            {
                for (int j = 0; j < n; j++)
                {
                    full[i, j] = i - j;
                    if (j <= i) lower[i, j] = i - j;
                }
            }

            gemm.Multiply(alpha: 0.5f, a.View, a.View.Transposed, beta: 0.25f, full.View);
            gemm.MultiplySymmetric(alpha: 0.5f, a.View, beta: 0.25f, lower.View);
            uint[] expected = full.Bits(), actual = lower.Bits();
            for (int i = 0; i < n; i++)
            {
                for (int j = 0; j <= i; j++)
                {
                    if (expected[i * n + j] != actual[i * n + j]) Assert.Fail($"({i}, {j}): {actual[i * n + j]:x8}, expected {expected[i * n + j]:x8}.");
                }
            }

            Assert.True(lower.GuardsAreIntact(lowerOnly: true), "Something outside the lower triangle has changed.");
        }
    }

    [Fact]
    public void MultiplySymmetric_RefusesATransposedTarget()
    {
        Gemm gemm = gemms.At(wide: true);
        using GuardedView a = new(4, 2), c = new(4, 4);
        Assert.Throws<ArgumentException>(() => gemm.MultiplySymmetric(alpha: 1.0f, a.View, beta: 0.0f, c.View.Transposed));
    }
}

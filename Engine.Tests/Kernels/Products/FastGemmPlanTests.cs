using Engine.Kernels;
using Xunit;

namespace Engine.Tests.Kernels.Products;

public sealed class FastGemmPlanTests
{
    [Theory]
    [InlineData(0, 0, 0, false)]
    [InlineData(8192, 8192, 8192, true)]
    [InlineData(8191, 8192, 8192, false)]
    [InlineData(8192, 8192, 8191, false)]
    [InlineData(4096, 4096, 4096, false)]
    [InlineData(8192, 2048, 8192, false)]
    [InlineData(65_536, 512, 256, false)]
    [InlineData(int.MaxValue, int.MaxValue, 64, false)]
    public void For_TakesAScheme_OnlyWhereEverySideIsLarge(int m, int n, int k, bool fast)
    {
        FastGemmPlan plan = FastGemmPlan.For(m, n, k);
        Assert.Equal(fast ? BilinearSchemes.Strassen : null, plan.Scheme);
        Assert.NotEmpty(plan.Reason);
    }

    [Fact]
    public void For_RefusesNegativeSizes() => Assert.Throws<ArgumentOutOfRangeException>(() => FastGemmPlan.For(1, -1, 1));

    [Fact]
    public void Multiply_WithoutAPlan_HasTheBitsOfTheClassicalProduct_ForASmallShape()
    {
        using WorkerTeam team = new(2);
        using Gemm gemm = new(team);
        using FastGemm fast = new(team);
        using GuardedView a = GuardedView.Normal(70, 90, transposed: false, seed: 1), b = GuardedView.Normal(90, 50, transposed: true, seed: 2);
        using GuardedView expected = GuardedView.Normal(70, 50, transposed: false, seed: 3), actual = GuardedView.Normal(70, 50, transposed: false, seed: 3);
        gemm.Multiply(alpha: 0.5f, a.View, b.View, beta: 2.0f, expected.View);
        fast.Multiply(alpha: 0.5f, a.View, b.View, beta: 2.0f, actual.View);
        Assert.Equal(expected.Bits(), actual.Bits());
    }
}

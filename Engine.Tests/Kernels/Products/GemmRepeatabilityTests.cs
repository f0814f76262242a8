using Engine.Kernels;
using Xunit;

namespace Engine.Tests.Kernels.Products;

public sealed class GemmRepeatabilityTests
{
    [Theory]
    [InlineData(61, 131, 1000)]
    [InlineData(700, 37, 64)]
    [InlineData(20, 900, 390)]
    public void Results_HaveTheSameBits_ForEveryTeamSizeVectorWidthAndLayout(int m, int n, int k)
    {
        uint[] expected = Compute(m, n, k, threads: 1, wide: false, transposed: 0);
        foreach (bool wide in new[] { true, false })
        {
            foreach (int threads in new[] { 1, 2, 3 })
            {
                for (int transposed = 0; transposed < 4; transposed++)
                    Assert.Equal(expected, Compute(m, n, k, threads, wide, transposed));
            }
        }
    }

    private static uint[] Compute(int m, int n, int k, int threads, bool wide, int transposed)
    {
        using WorkerTeam team = new(threads);
        using Gemm gemm = new(team, wide);
        using GuardedView a = GuardedView.Normal(m, k, (transposed & 1) != 0, seed: 5);
        using GuardedView b = GuardedView.Normal(k, n, (transposed & 2) != 0, seed: 6);
        using GuardedView c = GuardedView.Normal(m, n, transposed: false, seed: 7);
        gemm.Multiply(alpha: 0.7f, a.View, b.View, beta: -1.3f, c.View);
        return c.Bits();
    }
}

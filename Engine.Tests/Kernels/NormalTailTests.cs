using Engine.Kernels;
using MathNet.Numerics;
using Xunit;

namespace Engine.Tests.Kernels;

public sealed class NormalTailTests
{
    [Fact]
    public void MillsRatio_MatchesErfc_UpToSevenDeviations()
    {
        for (int i = 0; i <= 7000; i++)
        {
            double z = i / 1000.0;
            double density = NormalTail.Density(z);
            double exactDensity = Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI);
            double exactTail = 0.5 * SpecialFunctions.Erfc(z / Math.Sqrt(2));

            Assert.InRange(density / exactDensity, 1 - 1e-13, 1 + 1e-13);
            Assert.InRange(NormalTail.MillsRatio(z, density) * density / exactTail, 1 - 1e-13, 1 + 1e-13);
        }
    }

    [Fact]
    public void Quantile_InvertsTail_FromAnyStart()
    {
        for (int i = 0; i <= 6300; i++)
        {
            double z = i / 1000.0;
            double density = NormalTail.Density(z);
            double p = Math.Min(0.5, NormalTail.MillsRatio(z, density) * density);

            Assert.InRange(NormalTail.Quantile(p, 0) - z, -1e-12, 1e-12);
            Assert.InRange(NormalTail.Quantile(p, z + 0.1) - z, -1e-12, 1e-12);
        }
    }
}

using Engine.Kernels;
using MathNet.Numerics.Distributions;
using Xunit;

namespace Engine.Tests.Kernels;

/// <summary>Statistical tests on fixed seeds; each states the probability with which ideal randomness would fail it.</summary>
public sealed class CounterRandomDistributionTests
{
    private const int Samples = 1_000_000;

    // Two-sided normal tail beyond six deviations is 2e-9.
    private const double Deviations = 6;

    [Theory]
    [InlineData(1UL, 0u)]
    [InlineData(ulong.MaxValue, 12345u)]
    public void Normals_PassKolmogorovSmirnov(ulong seed, uint stream)
    {
        float[] sorted = Normals(seed, stream);
        Array.Sort(sorted);

        double distance = 0;
        for (int i = 0; i < Samples; i++)
        {
            double cdf = Normal.CDF(0, 1, sorted[i]);
            distance = Math.Max(distance, Math.Max(cdf - (double)i / Samples, (i + 1.0) / Samples - cdf));
        }

        // Massart: P(distance > e) <= 2 exp(-2 n e^2), solved for 1e-6.
        double limit = Math.Sqrt(Math.Log(2 / 1e-6) / (2 * Samples));
        Assert.True(distance <= limit, $"distance={distance}, limit={limit}");
    }

    [Theory]
    [InlineData(1, 0, 1)]
    [InlineData(2, 1, 2)]
    [InlineData(3, 0, 15)]
    [InlineData(4, 3, 96)]
    public void Normals_HaveTheMomentsOfTheNormal(int order, double mean, double variance)
    {
        double sum = 0;
        foreach (float z in Normals(2, 0)) sum += Math.Pow(z, order);

        Assert.InRange(sum / Samples - mean, -Bound(variance), Bound(variance));
    }

    [Fact]
    public void Signs_AreBalanced()
    {
        var signs = new float[Samples];
        new CounterRandom(3, 0).FillSigns(signs, 0);

        Assert.All(signs.Take(1000), s => Assert.Equal(1, Math.Abs(s)));
        Assert.InRange(signs.Sum(s => (double)s) / Samples, -Bound(1), Bound(1));
    }

    [Fact]
    public void Uniforms_StayInsideTheOpenInterval_WithMeanOneHalf()
    {
        var uniforms = new double[Samples];
        new CounterRandom(4, 0).FillUniform(uniforms, 0);

        Assert.All(uniforms.Take(1000), u => Assert.True(u > 0 && u < 1));
        Assert.InRange(uniforms.Average() - 0.5, -Bound(1.0 / 12), Bound(1.0 / 12));
    }

    [Theory]
    [InlineData(5UL, 0u, 5UL, 1u, 0)]
    [InlineData(5UL, 0u, 6UL, 0u, 0)]
    [InlineData(5UL, 0u, 5UL, 0u, 1)]
    [InlineData(5UL, 0u, 5UL, 0u, 4)]
    public void Normals_AreUncorrelated_AcrossStreamsSeedsAndLags(ulong seedA, uint streamA, ulong seedB, uint streamB, int lag)
    {
        float[] a = Normals(seedA, streamA);
        var b = new float[Samples];
        new CounterRandom(seedB, streamB).FillNormals(b, (ulong)lag);

        double sum = 0;
        for (int i = 0; i < Samples; i++) sum += (double)a[i] * b[i];

        // The product of two independent standard normals has variance one, and lagged products are uncorrelated.
        Assert.InRange(sum / Samples, -Bound(1), Bound(1));
    }

    private static double Bound(double variance) => Deviations * Math.Sqrt(variance / Samples);

    private static float[] Normals(ulong seed, uint stream)
    {
        var normals = new float[Samples];
        new CounterRandom(seed, stream).FillNormals(normals, 0);
        return normals;
    }
}

using Engine.Indexing;
using Xunit;

namespace Engine.Tests.Indexing;

/// <summary>T28: oracle queries of the simulated quantum enumeration.</summary>
public sealed class GroverEnumerationTests
{
    private const double Error = 1e-9;

    [Fact]
    public void Queries_AreWithinTheClaim_AndGrowSublinearly()
    {
        var random = new SplitMix64(1);
        var sizes = new List<(double LogM, double LogQueries)>();
        for (int power = 10; power <= 18; power += 2)
        {
            int m = 1 << power, k = Marked(m);
            double queries = 0, certificate = 0;
            const int Runs = 5;
            for (int run = 0; run < Runs; run++)
            {
                GroverReport report = GroverEnumeration.Run(m, Enumerable.Range(0, k).ToArray(), Error, random);
                Assert.Equal((k, 0), (report.Found.Length, report.Missed));
                queries += report.Queries / (double)Runs;
                certificate += report.CertificateQueries / (double)Runs;
            }

            Assert.InRange(queries, Math.Sqrt((double)m * k), 3.5 * Math.Sqrt((double)m * k));
            // 3 sqrt(m) while the bound grows again, then so many rounds; twice that for the spread.
            Assert.InRange(certificate, 0, 2 * (3 * Math.Sqrt(m) + 30 + GroverEnumeration.CertificateRounds(Error) * ((Math.Sqrt(m) + 1) / 2 + 1)));
            sizes.Add((Math.Log(m), Math.Log(queries)));
        }

        double meanX = sizes.Average(s => s.LogM), meanY = sizes.Average(s => s.LogQueries);
        double slope = sizes.Sum(s => (s.LogM - meanX) * (s.LogQueries - meanY)) / sizes.Sum(s => (s.LogM - meanX) * (s.LogM - meanX));
        Assert.InRange(slope, 0.8, 0.9);
    }

    [Fact]
    public void Enumeration_MissesNoOftenerThanStated()
    {
        // The error is what is asked for; Hoeffding, failing once in 10^6.
        const int Runs = 2000;
        const double Asked = 0.2;
        var random = new SplitMix64(2);
        int incomplete = Enumerable.Range(0, Runs).Count(run => GroverEnumeration.Run(256, [run % 256], Asked, random).Missed > 0);
        Assert.InRange(incomplete / (double)Runs, 0, Asked + Math.Sqrt(Math.Log(1e6) / (2 * Runs)));
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(1, 1)]
    [InlineData(7, 7)]
    [InlineData(100, 0)]
    [InlineData(100, 99)]
    public void Enumeration_HandlesTheEnds(int items, int marked)
    {
        int[] ids = [.. Enumerable.Range(0, marked).Select(j => items - 1 - j)];
        GroverReport report = GroverEnumeration.Run(items, ids, Error, new SplitMix64(3));
        Assert.Equal(ids.Order(), report.Found);
    }

    [Fact]
    public void SameSeed_SameRun()
    {
        GroverReport First() => GroverEnumeration.Run(1000, [1, 5, 900], 1e-3, new SplitMix64(7));
        Assert.Equal((First().Queries, First().CertificateQueries), (First().Queries, First().CertificateQueries));
        Assert.Throws<ArgumentOutOfRangeException>(() => GroverEnumeration.Run(0, [], 0.1, new SplitMix64(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => GroverEnumeration.Run(1, [], 1, new SplitMix64(1)));
        Assert.Throws<ArgumentException>(() => GroverEnumeration.Run(1, [0, 1], 0.1, new SplitMix64(1)));
    }

    // k = m P(N > sqrt(0.4 ln m)), PAPERS section 1.
    private static int Marked(int m) => (int)(m * (1 - MathNet.Numerics.Distributions.Normal.CDF(0, 1, Math.Sqrt(0.4 * Math.Log(m)))));
}

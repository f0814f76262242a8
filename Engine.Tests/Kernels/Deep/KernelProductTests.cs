using Engine.Kernels;
using Xunit;

namespace Engine.Tests.Kernels.Deep;

/// <summary>Small integers: every sum is exact, so all orders of adding agree to the last bit.</summary>
public sealed class KernelProductTests
{
    private const int Units = 70, Width = 40;

    public static TheoryData<int, double, int> Cases()
    {
        var cases = new TheoryData<int, double, int>();
        foreach (int samples in (int[])[1, 15, 64, 65, 200])
        {
            foreach (double density in (double[])[0.05, 0.6]) cases.Add(samples, density, samples % 3 + 1);
        }

        return cases;
    }

    [Theory, MemberData(nameof(Cases))]
    public unsafe void BothWays_AreTheSum(int samples, double density, int threads)
    {
        using WorkerTeam team = new(threads);
        using InputGram kernel = new(Draw(samples, Width, 0.3, seed: 1), team);
        ActiveRows v = Draw(samples, Units, density, seed: 2), rows = Draw(samples, Units, density, seed: 2), columns = Draw(samples, Units, density, seed: 2);
        UnitColumns byUnit = new UnitColumns().Read(v);
        using KernelProduct product = new(team);
        for (int again = 0; again < 2; again++)
        {
            product.Multiply(kernel, v, byUnit, rows, byColumns: false);
            product.Multiply(kernel, v, byUnit, columns, byColumns: true);
        }

        for (int i = 0; i < samples; i++)
        {
            var expected = new float[Units];
            for (int j = 0; j < samples; j++)
            {
                for (int e = 0; e < v.Ids(j).Length; e++) expected[v.Ids(j)[e]] += kernel.Row(i)[j] * v.Values(j)[e];
            }

            for (int e = 0; e < v.Ids(i).Length; e++)
            {
                Assert.Equal(expected[v.Ids(i)[e]], rows.Values(i)[e]);
                Assert.Equal(expected[v.Ids(i)[e]], columns.Values(i)[e]);
            }
        }
    }

    /// <summary>Sparse rows one by one, rows that are mostly there in whole vectors.</summary>
    [Theory]
    [InlineData(0.1)]
    [InlineData(0.9)]
    public unsafe void InputGram_IsHTimesItsTranspose(double density)
    {
        using WorkerTeam team = new(2);
        ActiveRows rows = Draw(33, Width, density, seed: 3);
        using InputGram gram = new(Draw(33, Width, 0.5, seed: 4), team);
        gram.Build(rows);
        for (int i = 0; i < 33; i++)
        {
            for (int j = 0; j < 33; j++)
            {
                float sum = 0;
                for (int a = 0; a < rows.Ids(i).Length; a++)
                {
                    int b = rows.Ids(j).IndexOf(rows.Ids(i)[a]);
                    if (b >= 0) sum += rows.Values(i)[a] * rows.Values(j)[b];
                }

                Assert.Equal(sum, gram.Row(i)[j]);
            }
        }
    }

    private static ActiveRows Draw(int count, int width, double density, int seed)
    {
        Random random = new(seed);
        float[] rows = [.. Enumerable.Range(0, count * width).Select(_ => random.NextDouble() < density ? random.Next(1, 5) * (random.Next(2) * 2 - 1) : 0f)];
        return ActiveRows.FromDense(rows, width);
    }
}

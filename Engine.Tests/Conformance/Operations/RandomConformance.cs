using Engine.Kernels;
using Xunit;

namespace Engine.Tests.Conformance;

/// <summary>Random numbers: the bits of <see cref="CounterRandom"/> on every device.</summary>
internal static class RandomConformance
{
    // Around a block, a warp of blocks, a group of blocks, and the host's items.
    private static readonly int[] s_lengths = [0, 1, 2, 3, 4, 7, 127, 129, 1009, 1023, 1024, 1025, 16_385];

    // Every place in a block, both words of the counter, and the end of the sequence (the last index of 5 elements).
    private static readonly ulong[] s_starts = [0, 1, 2, 3, (1UL << 32) - 3, (1UL << 34) - 2, ulong.MaxValue - 4];

    public static IEnumerable<ConformanceCase> Cases =>
    [
        .. from n in s_lengths select new ConformanceCase("random", $"n={n} first=3", run => Fill(run, n, 3)),
        .. from first in s_starts select new ConformanceCase("random", $"n=5 first={first}", run => Fill(run, 5, first)),
        .. from first in s_starts[..^1] select new ConformanceCase("random", $"n=1030 first={first}", run => Fill(run, 1030, first)),
        new("random", "past the end of the sequence", Refuses),
        new("random", "n=2^20+3", run => Fill(run, (1 << 20) + 3, 2), IsLarge: true),
    ];

    private static void Fill(ConformanceRun run, int n, ulong first)
    {
        CounterRandom random = new(0x1234_5678_9ABC_DEF0, stream: 0xFFFF_FFFE);
        GuardedArray<uint> bits = run.Output<uint>(n);
        GuardedArray<float> normals = run.Output<float>(n), signs = run.Output<float>(n);
        GuardedArray<double> uniform = run.Output<double>(n);
        run.Device.Random.FillBits(bits, random, first);
        run.Device.Random.FillNormals(normals, random, first);
        run.Device.Random.FillSigns(signs, random, first);
        run.Device.Random.FillUniform(uniform, random, first);
        uint[] actualBits = run.Read(bits);
        float[] actualNormals = run.Read(normals), actualSigns = run.Read(signs);
        double[] actualUniform = run.Read(uniform);
        for (int i = 0; i < n; i++)
        {
            ulong index = first + (ulong)i;
            Assert.Equal(random.Bits(index), actualBits[i]);
            Assert.Equal(BitConverter.SingleToUInt32Bits(random.Normal(index)), BitConverter.SingleToUInt32Bits(actualNormals[i]));
            Assert.Equal(random.Sign(index), actualSigns[i]);
            Assert.Equal(random.Uniform(index), actualUniform[i]);
        }
    }

    private static void Refuses(ConformanceRun run)
    {
        CounterRandom random = new(1, 2);
        GuardedArray<uint> bits = run.Output<uint>(5);
        Assert.Throws<ArgumentOutOfRangeException>(() => run.Device.Random.FillBits(bits, random, ulong.MaxValue - 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => run.Device.Random.FillUniform(run.Output<double>(2), random, ulong.MaxValue));
        run.Device.Random.FillBits(run.Output<uint>(0), random, ulong.MaxValue);
        Assert.All(run.Read(bits), word => Assert.Equal(uint.MaxValue, word));
    }
}

using System.Numerics;
using System.Runtime.InteropServices;
using Engine.Kernels;
using Engine.Tests.Reference;
using Xunit;

namespace Engine.Tests.Kernels.Transforms;

public sealed unsafe class WalshHadamardTests
{
    private const uint Guard = 0x7F80_DEAD;

    /// <summary>Every path: element by element, one vector, less than a block, one pass, more passes, one and two levels of recursion.</summary>
    public static TheoryData<int, bool> Levels()
    {
        TheoryData<int, bool> levels = new();
        foreach (int level in Enumerable.Range(0, 17))
        {
            levels.Add(level, true);
            levels.Add(level, false);
        }

        return levels;
    }

    [Theory]
    [MemberData(nameof(Levels))]
    public void Run_EqualsTheNaiveMatrix_OnIntegers(int levels, bool wide)
    {
        int length = 1 << levels;
        using NativeBuffer<float> x = Integers(length, levels);
        float[] input = x.Slice(0, length).ToArray();
        Run(x.Pointer, levels, wide);

        // All outputs of short rows; of long ones 64, spread over the row.
        int step = Math.Max(1, length / 64);
        for (int k = 0; k < length; k += length <= 512 ? 1 : step - 1)
        {
            int expected = 0;
            for (int j = 0; j < length; j++) expected += (BitOperations.PopCount((uint)(j & k)) & 1) == 0 ? (int)input[j] : -(int)input[j];
            Assert.Equal(expected, x.Pointer[k]);
        }
    }

    [Theory]
    [MemberData(nameof(Levels))]
    public void Run_EqualsLevelByLevel_BitForBit_AndWritesNothingElse(int levels, bool wide)
    {
        const int Margin = 3;
        int length = 1 << levels;
        float[] expected = new float[length];
        new CounterRandom(9, (uint)levels).FillNormals(expected, 0);
        // One element off the alignment of vectors.
        using NativeBuffer<float> buffer = new(length + 2 * Margin);
        Span<float> all = buffer.Slice(0, (int)buffer.Length);
        MemoryMarshal.Cast<float, uint>(all).Fill(Guard);
        expected.CopyTo(all[Margin..]);
        Run(buffer.Pointer + Margin, levels, wide);

        for (int stride = 1; stride < length; stride *= 2)
        {
            for (int i = 0; i < length; i++)
            {
                if ((i & stride) == 0) (expected[i], expected[i + stride]) = (expected[i] + expected[i + stride], expected[i] - expected[i + stride]);
            }
        }

        Assert.True(MemoryMarshal.Cast<float, uint>(all.Slice(Margin, length)).SequenceEqual(MemoryMarshal.Cast<float, uint>(expected)));
        foreach (float guard in all[..Margin].ToArray().Concat(all[(Margin + length)..].ToArray())) Assert.Equal(Guard, BitConverter.SingleToUInt32Bits(guard));
    }

    [Fact]
    public void Transform_OfAUnitVector_IsAColumnOfSigns_AtTheLargestLength()
    {
        const int Place = 0xA5_5A3C;
        using WorkerTeam team = new(1);
        using NativeBuffer<float> x = new(WalshHadamard.MaximumLength);
        x.Pointer[Place] = 1;
        new WalshHadamard(team).Transform(x.Slice(0, WalshHadamard.MaximumLength), WalshHadamard.MaximumLength);

        int wrong = 0;
        for (int k = 0; k < WalshHadamard.MaximumLength; k += 7)
        {
            if (x.Pointer[k] != ((BitOperations.PopCount((uint)(k & Place)) & 1) == 0 ? 1 : -1)) wrong++;
        }

        Assert.Equal(0, wrong);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(9)]
    [InlineData(18)]
    public void Transform_Twice_IsLengthTimesTheIdentity_OnIntegers(int levels)
    {
        int length = 1 << levels;
        using WorkerTeam team = new(1);
        float[] input = new float[length];
        CounterRandom random = new(3, 0);
        // At most 32 in absolute sum: every intermediate result stays below 2^24.
        for (int e = 0; e < 32; e++) input[random.Bits((ulong)e) % length] += random.Sign((ulong)e);
        float[] x = [.. input];
        WalshHadamard transform = new(team);
        transform.Transform(x, length);
        transform.Transform(x, length);
        Assert.Equal(input.Select(value => value * length), x);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(10)]
    [InlineData(15)]
    public void TransformOrthonormal_KeepsNorms(int levels)
    {
        int length = 1 << levels;
        using WorkerTeam team = new(1);
        float[] x = new float[length];
        new CounterRandom(4, 0).FillNormals(x, 0);
        double before = Norm(x);
        new WalshHadamard(team).TransformOrthonormal(x, length);
        // One rounding per level, one for the scale and one for multiplying by it.
        Assert.InRange(Norm(x) / before, 1 - SingleRounding.Gamma(levels + 2), 1 + SingleRounding.Gamma(levels + 2));
    }

    [Fact]
    public void Transform_GivesTheSameBits_ForAnyTeam_AndForARowAlone()
    {
        const int Length = 1 << 13, Rows = 11;
        float[] rows = new float[Length * Rows];
        new CounterRandom(5, 0).FillNormals(rows, 0);
        float[]? first = null;
        foreach (int size in new[] { 1, 2, 3 })
        {
            using WorkerTeam team = new(size);
            float[] x = [.. rows];
            new WalshHadamard(team).Transform(x, Length);
            first ??= x;
            Assert.True(first.AsSpan().SequenceEqual(x));
        }

        using WorkerTeam one = new(1);
        float[] last = rows[^Length..];
        new WalshHadamard(one).Transform(last, Length);
        Assert.True(first.AsSpan(Length * (Rows - 1)).SequenceEqual(last));
    }

    [Fact]
    public void Transform_RefusesMisuse_AndAcceptsNoRows()
    {
        using WorkerTeam team = new(1);
        WalshHadamard transform = new(team);
        foreach (int length in new[] { 0, -4, 3, 1 << 25, int.MinValue }) Assert.Throws<ArgumentOutOfRangeException>(() => transform.Transform(new float[12], length));
        Assert.Throws<ArgumentException>(() => transform.Transform(new float[12], 8));
        transform.Transform([], 8);
        float[] x = new float[64];
        Assert.Equal(0, AllocatedBytes.By(() => transform.Transform(x, 16)));
    }

    private static void Run(float* x, int levels, bool wide)
    {
        if (wide) HadamardKernel.Run<HadamardButterflies512>(x, levels, 1);
        else HadamardKernel.Run<HadamardButterflies256>(x, levels, 1);
    }

    // -3 .. 3: sums of up to 2^17 of them are exact.
    private static NativeBuffer<float> Integers(int length, int seed)
    {
        NativeBuffer<float> x = new(length);
        CounterRandom random = new((ulong)seed, 0);
        for (int j = 0; j < length; j++) x.Pointer[j] = (int)(random.Bits((ulong)j) % 7) - 3;
        return x;
    }

    private static double Norm(float[] x) => Math.Sqrt(x.Sum(value => (double)value * value));
}

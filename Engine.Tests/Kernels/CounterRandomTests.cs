using Engine.Kernels;
using Xunit;

namespace Engine.Tests.Kernels;

public sealed class CounterRandomTests
{
    private static readonly CounterRandom s_random = new(0x0123_4567_89ab_cdef, 7);

    // Around a block, a vector of blocks, an in-place chunk, and the carry from the first counter word to the second.
    public static TheoryData<ulong, int> Ranges()
    {
        var ranges = new TheoryData<ulong, int>();
        foreach (ulong first in new ulong[] { 0, 1, 2, 3, 4, 17, 1021, (4UL << 32) - 19, ulong.MaxValue - 1099 })
        {
            foreach (int length in new[] { 0, 1, 3, 4, 5, 15, 16, 17, 63, 1023, 1024, 1025, 1100 }) ranges.Add(first, length);
        }
        return ranges;
    }

    [Theory]
    [MemberData(nameof(Ranges))]
    public void Fill_EqualsElementByElement_BitForBit(ulong firstIndex, int length)
    {
        var bits = new uint[length];
        var normals = new float[length];
        var signs = new float[length];
        var uniforms = new double[length];

        s_random.FillBits(bits, firstIndex);
        s_random.FillNormals(normals, firstIndex);
        s_random.FillSigns(signs, firstIndex);
        s_random.FillUniform(uniforms, firstIndex);

        for (int i = 0; i < length; i++)
        {
            ulong index = firstIndex + (uint)i;
            Assert.Equal(s_random.Bits(index), bits[i]);
            Assert.Equal(
                BitConverter.SingleToUInt32Bits(s_random.Normal(index)), BitConverter.SingleToUInt32Bits(normals[i]));
            Assert.Equal(s_random.Sign(index), signs[i]);
            Assert.Equal(s_random.Uniform(index), uniforms[i]);
        }
    }

    [Fact]
    public void Bits_FollowTheDocumentedCounterLayout()
    {
        const ulong Index = (5UL << 34) + 4 * 9 + 2;
        PhiloxBlock block = Philox4x32.Generate(new PhiloxBlock(9, 5, 7, 0), 0x89ab_cdef, 0x0123_4567);

        Assert.Equal(block.Word2, s_random.Bits(Index));
        Assert.Equal((block.Word2 + 0.5) / 4294967296.0, s_random.Uniform(Index));
        Assert.Equal(block.Word2 >> 31 == 0 ? 1 : -1, s_random.Sign(Index));
    }

    [Fact]
    public void Normal_KeepsItsBits()
    {
        var actual = new float[8];
        new CounterRandom(seed: 1, stream: 0).FillNormals(actual, 0);

        // Written by this code, and within one last place of 30-digit inverse normals of an independent Philox.
        uint[] golden =
        [
            0xbe8eaa60, 0xbe88c534, 0xbfaf0bfe, 0xbf4d51c7, 0xbf724098, 0xbea457c8, 0x3d7abe98, 0xbf815b73,
        ];
        Assert.Equal(golden, actual.Select(BitConverter.SingleToUInt32Bits));
    }

    [Fact]
    public void Sign_IsTheSignOfTheNormal()
    {
        for (ulong i = 0; i < 1000; i++) Assert.Equal(s_random.Sign(i), Math.Sign(s_random.Normal(i)));
    }

    [Fact]
    public void Fill_RefusesRange_PastTheLastIndex()
    {
        var one = new float[2];
        s_random.FillNormals(one, ulong.MaxValue - 1);
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => s_random.FillNormals(one, ulong.MaxValue));
        Assert.Contains("length=2", error.Message, StringComparison.Ordinal);
    }
}

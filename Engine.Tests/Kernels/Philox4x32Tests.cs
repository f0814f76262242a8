using Engine.Kernels;
using Xunit;

namespace Engine.Tests.Kernels;

public sealed class Philox4x32Tests
{
    // Rows "philox4x32 10" of kat_vectors in the Random123 distribution: counter, key, block.
    public static TheoryData<uint[], uint[], uint[]> KnownAnswers => new()
    {
        { [0, 0, 0, 0], [0, 0], [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8] },
        {
            [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff], [0xffffffff, 0xffffffff],
            [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd]
        },
        {
            [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344], [0xa4093822, 0x299f31d0],
            [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1]
        },
    };

    [Theory]
    [MemberData(nameof(KnownAnswers))]
    public void Generate_MatchesPublishedVectors(uint[] counter, uint[] key, uint[] expected)
    {
        var block = new PhiloxBlock(counter[0], counter[1], counter[2], counter[3]);

        PhiloxBlock actual = Philox4x32.Generate(block, key[0], key[1]);

        Assert.Equal(new PhiloxBlock(expected[0], expected[1], expected[2], expected[3]), actual);
        for (int lane = 0; lane < 4; lane++) Assert.Equal(expected[lane], actual[lane]);
    }
}

using Engine.Kernels;
using Xunit;

namespace Engine.Tests.Kernels;

public sealed unsafe class CandidateArenaTests
{
    private const int Neurons = 20;

    [Fact]
    public void Reserve_KeepsEveryList_WhileTheArenaGrowsAndIsCompacted()
    {
        Random random = new(1);
        using CandidateShard shard = Shard();
        int[] marks = new int[Neurons];
        for (int round = 1; round <= 60; round++)
        {
            int local = random.Next(Neurons);
            // Lists shrink too: a smaller one stays where it is.
            shard.Reserve(local, random.Next(1, 16 * (1 + round / 6)));
            Mark(shard, local, marks[local] = round);
            for (int other = 0; other < Neurons; other++) AssertMarked(shard, other, marks[other]);
        }
    }

    /// <summary>A copy drops the garbage and leaves a third free: the arena stays below one and a half times what the longest lists need.</summary>
    [Fact]
    public void Reserve_ReusesGarbage_WhenListsComeAndGo()
    {
        const int MostGroups = 10;
        const int BytesPerGroup = (CandidateShard.GroupFloats + Lanes.Width) * sizeof(float) + sizeof(ushort);
        Random random = new(2);
        using CandidateShard shard = Shard();
        long fixedBytes = Neurons * sizeof(NeuronSlot) + shard.Samples * sizeof(double);
        for (int round = 0; round < 5000; round++)
        {
            shard.Reserve(random.Next(Neurons), random.Next(16 * MostGroups + 1));
            Assert.InRange(shard.Bytes - fixedBytes, 0, 3L * Neurons * MostGroups * BytesPerGroup / 2);
        }
    }

    private static CandidateShard Shard() =>
        new(firstNeuron: 0, Neurons, firstOutput: 0, outputCount: 1, samples: 1000, expectedGroups: 0, keepsSteps: true, cold: null);

    private static void Mark(CandidateShard shard, int local, int mark)
    {
        NeuronSlot slot = shard.Slots[local];
        for (int g = 0; g < slot.Groups; g++)
        {
            new Span<float>(shard.Group(slot.Start + g), CandidateShard.GroupFloats).Fill(1000 * mark + g);
            new Span<float>(shard.Steps(slot.Start + g), Lanes.Width).Fill(-1000 * mark - g);
            *shard.Fired(slot.Start + g) = (ushort)(1000 * mark + g);
        }
    }

    private static void AssertMarked(CandidateShard shard, int local, int mark)
    {
        NeuronSlot slot = shard.Slots[local];
        for (int g = 0; g < slot.Groups; g++)
        {
            Assert.Equal(-1, new ReadOnlySpan<float>(shard.Group(slot.Start + g), CandidateShard.GroupFloats).IndexOfAnyExcept(1000 * mark + g));
            Assert.Equal(-1, new ReadOnlySpan<float>(shard.Steps(slot.Start + g), Lanes.Width).IndexOfAnyExcept(-1000 * mark - g));
            Assert.Equal((ushort)(1000 * mark + g), *shard.Fired(slot.Start + g));
        }
    }
}

using Engine.Kernels;
using Xunit;

namespace Engine.Tests.Kernels;

public sealed unsafe class DueRecordsTests
{
    private const int Neurons = 12;

    /// <summary>Records come to lie anywhere, give back room for near pairs, and are moved together in place or to a larger arena.</summary>
    [Fact]
    public void Reserve_KeepsEveryRecord()
    {
        Random random = new(3);
        using DueRecords records = new(Neurons, expectedBytes: 4000, arena: null);
        int[] marks = new int[Neurons];
        int inPlace = 0, grown = 0;
        for (int round = 1; round <= 4000; round++)
        {
            int local = random.Next(Neurons);
            DueSlot* slot = records.Slots + local;
            // Now and then many near pairs, of which soon few are left.
            int active = random.Next(round < 2000 ? 40 : 90), near = random.Next(10) == 0 ? random.Next(90) : random.Next(12);
            long bytes = records.Bytes;
            int before = slot->Start;
            records.Reserve(local, active, near);
            if (records.Bytes > bytes) grown++;
            else if (slot->Start < before) inPlace++;
            (slot->Active, slot->Near) = ((ushort)active, (ushort)near);
            Mark(records, local, marks[local] = round % 30000);
            for (int other = 0; other < Neurons; other++) AssertMarked(records, other, marks[other]);
        }

        Assert.True(inPlace > 5 && grown is > 0 and < 20, $"moved together {inPlace} times, {grown} larger arenas.");
    }

    private static void Mark(DueRecords records, int local, int mark)
    {
        DueSlot slot = records.Slots[local];
        for (int q = 0; q < slot.NearGroups; q++)
        {
            float* group = records.Near(slot, q);
            new Span<float>(group, 24).Fill(mark + q);
            new Span<short>(DueRecords.NearIds(group), 16).Fill((short)(mark + q));
        }

        for (int q = 0; q < slot.ActiveGroups; q++)
        {
            float* group = records.Active(slot, q);
            new Span<float>(group, Lanes.Width).Fill(-mark - q);
            new Span<short>(DueRecords.ActiveIds(group), Lanes.Width).Fill((short)(-mark - q));
        }
    }

    private static void AssertMarked(DueRecords records, int local, int mark)
    {
        DueSlot slot = records.Slots[local];
        Assert.True(slot.NearGroups <= slot.NearRoom && slot.ActiveGroups <= slot.ActiveRoom);
        for (int q = 0; q < slot.NearGroups; q++)
        {
            float* group = records.Near(slot, q);
            Assert.Equal(-1, new ReadOnlySpan<float>(group, 24).IndexOfAnyExcept(mark + q));
            Assert.Equal(-1, new ReadOnlySpan<short>(DueRecords.NearIds(group), 16).IndexOfAnyExcept((short)(mark + q)));
        }

        for (int q = 0; q < slot.ActiveGroups; q++)
        {
            float* group = records.Active(slot, q);
            Assert.Equal(-1, new ReadOnlySpan<float>(group, Lanes.Width).IndexOfAnyExcept(-mark - q));
            Assert.Equal(-1, new ReadOnlySpan<short>(DueRecords.ActiveIds(group), Lanes.Width).IndexOfAnyExcept((short)(-mark - q)));
        }
    }
}

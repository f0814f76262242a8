using System.Numerics;

namespace Engine.Indexing;

/// <summary>Puts ids in order: by sorting when they are few, else through a bit for each id there could be.</summary>
internal static unsafe class AscendingIds
{
    private const int WordBits = 32;

    // Sorting costs about k log k steps, the sweep one step a word.
    private const int FewerThanOneIn = 256;

    /// <summary>Sorts distinct ids in [0, bound).</summary>
    public static void Sort(Span<int> ids, long bound, ScanScratch scratch)
    {
        if ((long)ids.Length * FewerThanOneIn < bound)
        {
            ids.Sort();
            return;
        }

        int words = (int)((bound + WordBits - 1) / WordBits);
        AlignedMemory<uint> memory = scratch.Bits(words);
        var bits = new Span<uint>(memory.Pointer, words);
        bits.Clear();
        foreach (int id in ids) bits[id / WordBits] |= 1u << (id % WordBits);
        int next = 0;
        for (int w = 0; w < words; w++)
        {
            for (uint word = bits[w]; word != 0; word &= word - 1) ids[next++] = w * WordBits + BitOperations.TrailingZeroCount(word);
        }

        GC.KeepAlive(memory);
    }
}

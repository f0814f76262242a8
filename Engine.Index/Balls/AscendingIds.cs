namespace Engine.Indexing;

/// <summary>Puts ids in order: by sorting when they are few, else through a bit for each id there could be.</summary>
internal static unsafe class AscendingIds
{
    private const int WordBits = 32;

    // Sorting costs about k log k steps, the sweep one step every 16 words.
    private const int FewerThanOneIn = 4096;

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
        fixed (int* target = ids) BitRows.Collect(memory.Pointer, memory.Pointer, words, target);
        GC.KeepAlive(memory);
    }
}

using System.Numerics;

namespace Engine.Indexing;

/// <summary>From a word of bits per panel to ascending ids.</summary>
internal static unsafe class BitRows
{
    /// <summary>Appends 32 w + j for every bit j of word w that is also set in the mask; returns how many.</summary>
    public static int Append(uint* words, ReadOnlySpan<uint> mask, ThresholdHits hits)
    {
        int count = 0;
        for (int w = 0; w < mask.Length; w++) count += BitOperations.PopCount(words[w] & mask[w]);
        Span<int> ids = hits.Reserve(count);
        int next = 0;
        for (int w = 0; w < mask.Length; w++)
        {
            for (uint word = words[w] & mask[w]; word != 0; word &= word - 1) ids[next++] = w * PointPanels.Lanes + BitOperations.TrailingZeroCount(word);
        }

        hits.Advance(count);
        return count;
    }
}

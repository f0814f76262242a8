using System.Numerics;
using System.Runtime.Intrinsics;

namespace Engine.Indexing;

/// <summary>From scores by slot to ids.</summary>
internal static unsafe class PanelHits
{
    /// <summary>Appends the ids (not negative) of the slots whose score is above the threshold; whole vectors of 16 scores.</summary>
    public static void Append(float* scores, ReadOnlySpan<int> ids, float threshold, ThresholdHits hits)
    {
        Vector512<float> tau = Vector512.Create(threshold);
        for (int slot = 0; slot < ids.Length; slot += Vector512<float>.Count)
        {
            uint above = (uint)Vector512.GreaterThan(Vector512.Load(scores + slot), tau).ExtractMostSignificantBits();
            if (above == 0) continue;
            Span<int> room = hits.Reserve(Vector512<float>.Count);
            int found = 0;
            for (; above != 0; above &= above - 1)
            {
                int id = ids[slot + BitOperations.TrailingZeroCount(above)];
                if (id >= 0) room[found++] = id;
            }

            hits.Advance(found);
        }
    }
}

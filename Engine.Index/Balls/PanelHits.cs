using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Indexing;

/// <summary>The points of a few panels that are above the threshold, by id: what a leaf and the buffer of a ball tree are asked.</summary>
internal static unsafe class PanelHits
{
    private const int Lanes = PointPanels.Lanes, Half = 16;

    /// <summary>Writes the ids that are not negative of the slots whose canonical product is above the threshold.</summary>
    /// <param name="panel">First panel.</param>
    /// <param name="panels">How many.</param>
    /// <param name="dimension">d.</param>
    /// <param name="query">q.</param>
    /// <param name="threshold">tau.</param>
    /// <param name="ids">By slot.</param>
    /// <param name="room">Room for an id per slot.</param>
    /// <returns>How many.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static int Find(float* panel, int panels, int dimension, float* query, float threshold, int* ids, int* room)
    {
        Vector512<float> tau = Vector512.Create(threshold);
        int found = 0;
        for (; panels > 0; panels--, ids += Lanes)
        {
            Vector512<float> low = default, high = default;
            for (int k = 0; k < dimension; k++, panel += Lanes)
            {
                Vector512<float> q = Vector512.Create(query[k]);
                low = Vector512.FusedMultiplyAdd(Vector512.Load(panel), q, low);
                high = Vector512.FusedMultiplyAdd(Vector512.Load(panel + Half), q, high);
            }

            uint above = (uint)Vector512.GreaterThan(low, tau).ExtractMostSignificantBits() | (uint)Vector512.GreaterThan(high, tau).ExtractMostSignificantBits() << Half;
            for (; above != 0; above &= above - 1)
            {
                int id = ids[BitOperations.TrailingZeroCount(above)];
                room[found] = id;
                // A slot without a point is written over.
                found += id >= 0 ? 1 : 0;
            }
        }

        return found;
    }
}

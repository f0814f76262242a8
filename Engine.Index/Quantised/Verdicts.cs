using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Indexing;

/// <summary>From quantised sums to bits: certainly above, or close to the threshold.</summary>
internal static unsafe class Verdicts
{
    private const int Lanes = PointPanels.Lanes, Half = 16;

    /// <summary>Writes a word each for one query and one panel.</summary>
    /// <param name="sums">32 sums.</param>
    /// <param name="scales">u of the 32 points.</param>
    /// <param name="threshold">v tau.</param>
    /// <param name="bound">c.</param>
    /// <param name="sure">Bits of the points that are above.</param>
    /// <param name="close">Bits of the points that must be checked; with NaN scales or thresholds, all.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Put(int* sums, float* scales, Vector512<float> threshold, Vector512<float> bound, uint* sure, uint* close)
    {
        (uint aboveLow, uint silentLow) = Compare(sums, scales, threshold, bound);
        (uint aboveHigh, uint silentHigh) = Compare(sums + Half, scales + Half, threshold, bound);
        uint above = aboveLow | aboveHigh << Half;
        *sure = above;
        *close = ~(above | silentLow | silentHigh << Half);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (uint Above, uint Silent) Compare(int* sums, float* scales, Vector512<float> threshold, Vector512<float> bound)
    {
        Vector512<float> sum = Vector512.ConvertToSingle(Vector512.Load(sums)), scale = Vector512.Load(scales);
        Vector512<float> upper = Vector512.FusedMultiplyAdd(scale, threshold, bound), lower = Vector512.FusedMultiplyAdd(scale, threshold, -bound);
        return ((uint)Vector512.GreaterThan(sum, upper).ExtractMostSignificantBits(), (uint)Vector512.LessThanOrEqual(sum, lower).ExtractMostSignificantBits());
    }
}

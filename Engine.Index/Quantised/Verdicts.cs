using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Indexing;

/// <summary>From quantised sums to bits: certainly above, or close to the threshold.</summary>
internal static unsafe class Verdicts
{
    private const int Half = 16;

    /// <summary>Writes a word each for one query and one panel.</summary>
    /// <param name="sums">32 sums.</param>
    /// <param name="scales">u of the 32 points.</param>
    /// <param name="threshold">v tau, minus.</param>
    /// <param name="bound">c.</param>
    /// <param name="sure">Bits of the points that are above.</param>
    /// <param name="close">Bits of the points that must be checked; with NaN scales or thresholds, all.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Put(int* sums, float* scales, float threshold, float bound, uint* sure, uint* close)
    {
        Vector512<float> tau = Vector512.Create(threshold), upper = Vector512.Create(bound), lower = -upper;
        Vector512<float> low = Vector512.FusedMultiplyAdd(Vector512.Load(scales), tau, Vector512.ConvertToSingle(Vector512.Load(sums)));
        Vector512<float> high = Vector512.FusedMultiplyAdd(Vector512.Load(scales + Half), tau, Vector512.ConvertToSingle(Vector512.Load(sums + Half)));
        uint above = Bits(Vector512.GreaterThan(low, upper)) | Bits(Vector512.GreaterThan(high, upper)) << Half;
        uint silent = Bits(Vector512.LessThanOrEqual(low, lower)) | Bits(Vector512.LessThanOrEqual(high, lower)) << Half;
        *sure = above;
        *close = ~(above | silent);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Bits(Vector512<float> mask) => (uint)mask.ExtractMostSignificantBits();
}

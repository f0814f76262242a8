using System.Runtime.CompilerServices;

namespace Engine.Kernels;

/// <summary>CountSketches of single vectors in double precision, codes given; no checks.</summary>
internal static unsafe class CountKernel
{
    /// <summary>sums[row] += ± element, for all elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void AddDense(float* values, long length, uint* codes, double* sums)
    {
        for (long j = 0; j < length; j++) Add(values[j], codes[j], sums);
    }

    /// <summary>sums[row] += ± element, for the non-zeros.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void AddSparse(float* values, int* ids, long stored, uint* codes, double* sums)
    {
        for (long e = 0; e < stored; e++) Add(values[e], codes[ids[e]], sums);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(float value, uint code, double* sums) => sums[code & ~SignedRow.SignBit] +=
        BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(value) ^ (code & SignedRow.SignBit));
}

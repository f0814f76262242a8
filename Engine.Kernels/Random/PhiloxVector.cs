using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Engine.Kernels;

/// <summary>Four Philox4x32-10 blocks with consecutive counters at once, bit for bit as <see cref="Philox4x32"/>.</summary>
/// <remarks>
/// Each 64-bit lane carries one block's word in its low half. The high halves hold leftovers of earlier products and
/// are never read: the multiplication takes even 32-bit elements only.
/// </remarks>
internal static class PhiloxVector
{
    /// <summary>Words written by one call of <see cref="FourBlocks"/>.</summary>
    internal const int Words = 16;

    internal static bool IsSupported => Avx2.IsSupported;

    /// <summary>Writes blocks <paramref name="block"/> .. block + 3, lane by lane, at <paramref name="destination"/>.</summary>
    /// <param name="block">Counter words 0 and 1 of the first block.</param>
    /// <param name="stream">Counter word 2; word 3 is zero.</param>
    /// <param name="key">Low and high key word.</param>
    /// <param name="destination">Room for <see cref="Words"/> words.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void FourBlocks(ulong block, uint stream, ulong key, ref uint destination)
    {
        Vector256<ulong> counter = Vector256.Create(block) + Vector256.Create(0UL, 1, 2, 3);
        Vector256<uint> x0 = counter.AsUInt32();
        Vector256<uint> x1 = (counter >> 32).AsUInt32();
        Vector256<uint> x2 = Vector256.Create((ulong)stream).AsUInt32();
        Vector256<uint> x3 = Vector256<uint>.Zero;
        Vector256<uint> key0 = Vector256.Create((uint)key);
        Vector256<uint> key1 = Vector256.Create((uint)(key >> 32));
        for (int round = 0; round < Philox4x32.Rounds; round++)
        {
            Vector256<ulong> product0 = Avx2.Multiply(x0, Vector256.Create(Philox4x32.Multiplier0));
            Vector256<ulong> product1 = Avx2.Multiply(x2, Vector256.Create(Philox4x32.Multiplier1));
            x0 = (product1 >> 32).AsUInt32() ^ x1 ^ key0;
            x1 = product1.AsUInt32();
            x2 = (product0 >> 32).AsUInt32() ^ x3 ^ key1;
            x3 = product0.AsUInt32();
            key0 += Vector256.Create(Philox4x32.KeyIncrement0);
            key1 += Vector256.Create(Philox4x32.KeyIncrement1);
        }
        Vector256<ulong> words01 = Pair(x0, x1);
        Vector256<ulong> words23 = Pair(x2, x3);
        Vector256<ulong> blocks02 = Avx2.UnpackLow(words01, words23);
        Vector256<ulong> blocks13 = Avx2.UnpackHigh(words01, words23);
        Avx2.Permute2x128(blocks02, blocks13, 0x20).AsUInt32().StoreUnsafe(ref destination);
        Avx2.Permute2x128(blocks02, blocks13, 0x31).AsUInt32().StoreUnsafe(ref destination, 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> Pair(Vector256<uint> even, Vector256<uint> odd) =>
        Avx2.Blend(even, (odd.AsUInt64() << 32).AsUInt32(), 0b1010_1010).AsUInt64();
}

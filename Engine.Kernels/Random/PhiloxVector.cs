using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Engine.Kernels;

/// <summary>Four or eight Philox4x32-10 blocks with consecutive counters at once, bit for bit as <see cref="Philox4x32"/>.</summary>
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

    /// <summary>Words written by one call of <see cref="EightBlocks"/>.</summary>
    internal const int WideWords = 32;

    internal static bool IsWideSupported => Avx512F.IsSupported;

    /// <summary>As <see cref="FourBlocks"/>, blocks <paramref name="block"/> .. block + 7 and room for <see cref="WideWords"/> words.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void EightBlocks(ulong block, uint stream, ulong key, ref uint destination)
    {
        Vector512<ulong> counter = Vector512.Create(block) + Vector512.Create(0UL, 1, 2, 3, 4, 5, 6, 7);
        Vector512<uint> x0 = counter.AsUInt32();
        Vector512<uint> x1 = (counter >> 32).AsUInt32();
        Vector512<uint> x2 = Vector512.Create((ulong)stream).AsUInt32();
        Vector512<uint> x3 = Vector512<uint>.Zero;
        uint key0 = (uint)key, key1 = (uint)(key >> 32);
        for (int round = 0; round < Philox4x32.Rounds; round++)
        {
            Vector512<ulong> product0 = Avx512F.Multiply(x0, Vector512.Create(Philox4x32.Multiplier0));
            Vector512<ulong> product1 = Avx512F.Multiply(x2, Vector512.Create(Philox4x32.Multiplier1));
            x0 = (product1 >> 32).AsUInt32() ^ x1 ^ Vector512.Create(key0);
            x1 = product1.AsUInt32();
            x2 = (product0 >> 32).AsUInt32() ^ x3 ^ Vector512.Create(key1);
            x3 = product0.AsUInt32();
            key0 += Philox4x32.KeyIncrement0;
            key1 += Philox4x32.KeyIncrement1;
        }

        Vector512<ulong> words01 = Pair(x0, x1), words23 = Pair(x2, x3);
        Vector512<ulong> blocksEven = Avx512F.UnpackLow(words01, words23), blocksOdd = Avx512F.UnpackHigh(words01, words23);
        Avx512F.PermuteVar8x64x2(blocksEven, Vector512.Create(0UL, 1, 8, 9, 2, 3, 10, 11), blocksOdd).AsUInt32().StoreUnsafe(ref destination);
        Avx512F.PermuteVar8x64x2(blocksEven, Vector512.Create(4UL, 5, 12, 13, 6, 7, 14, 15), blocksOdd).AsUInt32().StoreUnsafe(ref destination, 16);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Pair(Vector512<uint> even, Vector512<uint> odd) =>
        (even.AsUInt64() & Vector512.Create(0xFFFF_FFFFUL)) | (odd.AsUInt64() << 32);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> Pair(Vector256<uint> even, Vector256<uint> odd) =>
        Avx2.Blend(even, (odd.AsUInt64() << 32).AsUInt32(), 0b1010_1010).AsUInt64();
}

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Engine.Indexing;

/// <summary>32 products an instruction (AVX2), added in pairs: processors without AVX-512.</summary>
internal readonly struct PairKernel256 : IByteKernel
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static unsafe void Sums(byte* codes, int steps, int blocks, int* words, int* starts, ushort* sums)
    {
        for (int block = 0; block < blocks; block++, codes += steps * 128, words += steps * ByteLevels.PackQueries, starts += ByteLevels.PackQueries)
        {
            for (int part = 0; part < 4; part++)
            {
                int half = part & 1, j = (part >> 1) * 4;
                Sums(codes + 64 * half, steps, words + j, starts + j, block > 0, sums + ByteLevels.PanelPoints * j + 32 * half);
            }
        }
    }

    /// <inheritdoc/>
    public static unsafe void Average(ushort* a, ushort* b)
    {
        for (int i = 0; i < ByteLevels.TileSums; i += 16) Avx2.Average(Vector256.LoadAligned(a + i), Vector256.LoadAligned(b + i)).StoreAligned(a + i);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static unsafe void Compare(ushort* sums, short* ratios, int* limits, ulong* verdicts)
    {
        for (int j = 0; j < ByteLevels.PackQueries; j++, limits++, verdicts++)
        {
            Vector256<ushort> minus = Vector256.Create(limits[0]).AsUInt16(), plus = Vector256.Create(limits[8]).AsUInt16();
            Vector256<short> above = Vector256.Create(limits[16]).AsInt16(), silent = Vector256.Create(limits[24]).AsInt16();
            verdicts[0] = verdicts[8] = 0;
            for (int i = 0; i < ByteLevels.PanelPoints; i += 32, sums += 32)
            {
                Vector256<ushort> x = Vector256.LoadAligned(sums), y = Vector256.LoadAligned(sums + 16);
                Vector256<short> r = Vector256.LoadAligned(ratios + i), t = Vector256.LoadAligned(ratios + i + 16);
                verdicts[0] |= (ulong)Bits(Vector256.GreaterThan(Scaled(x + minus, r), above), Vector256.GreaterThan(Scaled(y + minus, t), above)) << i;
                verdicts[8] |= (ulong)Bits(Vector256.GreaterThan(Scaled(x + plus, r), silent), Vector256.GreaterThan(Scaled(y + plus, t), silent)) << i;
            }
        }
    }

    // Four queries and half a panel: eight sums in 16 registers.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void Sums(byte* codes, int steps, int* words, int* starts, bool average, ushort* sums)
    {
        Vector256<short> a0 = Vector256.Create(starts[0]).AsInt16(), a1 = Vector256.Create(starts[1]).AsInt16();
        Vector256<short> a2 = Vector256.Create(starts[2]).AsInt16(), a3 = Vector256.Create(starts[3]).AsInt16();
        Vector256<short> b0 = a0, b1 = a1, b2 = a2, b3 = a3;
        for (int s = 0; s < steps; s++, codes += 128, words += ByteLevels.PackQueries)
        {
            Vector256<byte> x = Vector256.LoadAligned(codes), y = Vector256.LoadAligned(codes + 32);
            Vector256<sbyte> q = Vector256.Create(words[0]).AsSByte();
            a0 += Avx2.MultiplyAddAdjacent(x, q); b0 += Avx2.MultiplyAddAdjacent(y, q);
            q = Vector256.Create(words[1]).AsSByte();
            a1 += Avx2.MultiplyAddAdjacent(x, q); b1 += Avx2.MultiplyAddAdjacent(y, q);
            q = Vector256.Create(words[2]).AsSByte();
            a2 += Avx2.MultiplyAddAdjacent(x, q); b2 += Avx2.MultiplyAddAdjacent(y, q);
            q = Vector256.Create(words[3]).AsSByte();
            a3 += Avx2.MultiplyAddAdjacent(x, q); b3 += Avx2.MultiplyAddAdjacent(y, q);
        }

        Put(sums, a0, b0, average); Put(sums + 64, a1, b1, average); Put(sums + 128, a2, b2, average); Put(sums + 192, a3, b3, average);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<short> Scaled(Vector256<ushort> sums, Vector256<short> ratios) => Avx2.MultiplyHighRoundScale(sums.AsInt16(), ratios);

    // Packing interleaves the halves of both: quarters 0, 2, 1, 3 puts them right.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Bits(Vector256<short> low, Vector256<short> high) =>
        Avx2.Permute4x64(Avx2.PackSignedSaturate(low, high).AsInt64(), 0b11_01_10_00).AsByte().ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void Put(ushort* sums, Vector256<short> a, Vector256<short> b, bool average)
    {
        Vector256<ushort> x = a.AsUInt16(), y = b.AsUInt16();
        if (average)
        {
            x = Avx2.Average(x, Vector256.LoadAligned(sums));
            y = Avx2.Average(y, Vector256.LoadAligned(sums + 16));
        }

        x.StoreAligned(sums);
        y.StoreAligned(sums + 16);
    }
}

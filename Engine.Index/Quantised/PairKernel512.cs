using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Engine.Indexing;

/// <summary>64 products an instruction (AVX-512 BW), added in pairs.</summary>
internal readonly struct PairKernel512 : IByteKernel
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static unsafe void Sums(byte* codes, int steps, int blocks, int* words, int* starts, ushort* sums)
    {
        for (int block = 0; block < blocks; block++, starts += ByteLevels.PackQueries)
        {
            bool average = block > 0;
            // 16 sums, two loads, one query and a product each in flight: 32 registers.
            Vector512<short> a0 = Vector512.Create(starts[0]).AsInt16(), a1 = Vector512.Create(starts[1]).AsInt16();
            Vector512<short> a2 = Vector512.Create(starts[2]).AsInt16(), a3 = Vector512.Create(starts[3]).AsInt16();
            Vector512<short> a4 = Vector512.Create(starts[4]).AsInt16(), a5 = Vector512.Create(starts[5]).AsInt16();
            Vector512<short> a6 = Vector512.Create(starts[6]).AsInt16(), a7 = Vector512.Create(starts[7]).AsInt16();
            Vector512<short> b0 = a0, b1 = a1, b2 = a2, b3 = a3, b4 = a4, b5 = a5, b6 = a6, b7 = a7;
            for (int s = 0; s < steps; s++, codes += 128, words += ByteLevels.PackQueries)
            {
                Vector512<byte> x = Vector512.LoadAligned(codes), y = Vector512.LoadAligned(codes + 64);
                Vector512<sbyte> q = Vector512.Create(words[0]).AsSByte();
                a0 += Avx512BW.MultiplyAddAdjacent(x, q); b0 += Avx512BW.MultiplyAddAdjacent(y, q);
                q = Vector512.Create(words[1]).AsSByte();
                a1 += Avx512BW.MultiplyAddAdjacent(x, q); b1 += Avx512BW.MultiplyAddAdjacent(y, q);
                q = Vector512.Create(words[2]).AsSByte();
                a2 += Avx512BW.MultiplyAddAdjacent(x, q); b2 += Avx512BW.MultiplyAddAdjacent(y, q);
                q = Vector512.Create(words[3]).AsSByte();
                a3 += Avx512BW.MultiplyAddAdjacent(x, q); b3 += Avx512BW.MultiplyAddAdjacent(y, q);
                q = Vector512.Create(words[4]).AsSByte();
                a4 += Avx512BW.MultiplyAddAdjacent(x, q); b4 += Avx512BW.MultiplyAddAdjacent(y, q);
                q = Vector512.Create(words[5]).AsSByte();
                a5 += Avx512BW.MultiplyAddAdjacent(x, q); b5 += Avx512BW.MultiplyAddAdjacent(y, q);
                q = Vector512.Create(words[6]).AsSByte();
                a6 += Avx512BW.MultiplyAddAdjacent(x, q); b6 += Avx512BW.MultiplyAddAdjacent(y, q);
                q = Vector512.Create(words[7]).AsSByte();
                a7 += Avx512BW.MultiplyAddAdjacent(x, q); b7 += Avx512BW.MultiplyAddAdjacent(y, q);
            }

            Put(sums, a0, b0, average); Put(sums + 64, a1, b1, average); Put(sums + 128, a2, b2, average); Put(sums + 192, a3, b3, average);
            Put(sums + 256, a4, b4, average); Put(sums + 320, a5, b5, average); Put(sums + 384, a6, b6, average); Put(sums + 448, a7, b7, average);
        }
    }

    /// <inheritdoc/>
    public static unsafe void Average(ushort* a, ushort* b)
    {
        for (int i = 0; i < ByteLevels.TileSums; i += 32) Avx512BW.Average(Vector512.LoadAligned(a + i), Vector512.LoadAligned(b + i)).StoreAligned(a + i);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static unsafe void Compare(ushort* sums, short* ratios, int* limits, ulong* verdicts)
    {
        Vector512<short> r = Vector512.LoadAligned(ratios), t = Vector512.LoadAligned(ratios + 32);
        for (int j = 0; j < ByteLevels.PackQueries; j++, sums += ByteLevels.PanelPoints, limits++, verdicts++)
        {
            Vector512<ushort> x = Vector512.LoadAligned(sums), y = Vector512.LoadAligned(sums + 32);
            Vector512<ushort> minus = Vector512.Create(limits[0]).AsUInt16(), plus = Vector512.Create(limits[8]).AsUInt16();
            Vector512<short> above = Vector512.Create(limits[16]).AsInt16(), silent = Vector512.Create(limits[24]).AsInt16();
            verdicts[0] = Bits(Scaled(x + minus, r), above) | Bits(Scaled(y + minus, t), above) << 32;
            verdicts[8] = Bits(Scaled(x + plus, r), silent) | Bits(Scaled(y + plus, t), silent) << 32;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<short> Scaled(Vector512<ushort> sums, Vector512<short> ratios) => Avx512BW.MultiplyHighRoundScale(sums.AsInt16(), ratios);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Bits(Vector512<short> x, Vector512<short> limit) => Vector512.GreaterThan(x, limit).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void Put(ushort* sums, Vector512<short> a, Vector512<short> b, bool average)
    {
        Vector512<ushort> x = a.AsUInt16(), y = b.AsUInt16();
        if (average)
        {
            x = Avx512BW.Average(x, Vector512.LoadAligned(sums));
            y = Avx512BW.Average(y, Vector512.LoadAligned(sums + 32));
        }

        x.StoreAligned(sums);
        y.StoreAligned(sums + 32);
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Engine.Indexing;

/// <summary>64 products an instruction (AVX-512 BW): pairs added in 16 bits, modulo 2^16 over a block (<see cref="ByteLevels"/> says why that is exact), then in 32 bits.</summary>
internal readonly struct PairKernel512 : IByteKernel
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static unsafe void Sums(byte* codes, int steps, QueryPack pack, int* sums)
    {
        Vector512<short> ones = Vector512.Create((short)1);
        int* q = pack.Words, start = pack.Pairs;
        for (int first = 0; first < steps; first += ByteLevels.BlockSteps, start += ByteLevels.PackQueries)
        {
            Vector512<short> a0 = Vector512.Create(start[0]).AsInt16(), a1 = Vector512.Create(start[1]).AsInt16();
            Vector512<short> a2 = Vector512.Create(start[2]).AsInt16(), a3 = Vector512.Create(start[3]).AsInt16();
            Vector512<short> a4 = Vector512.Create(start[4]).AsInt16(), a5 = Vector512.Create(start[5]).AsInt16();
            Vector512<short> a6 = Vector512.Create(start[6]).AsInt16(), a7 = Vector512.Create(start[7]).AsInt16();
            Vector512<short> b0 = a0, b1 = a1, b2 = a2, b3 = a3, b4 = a4, b5 = a5, b6 = a6, b7 = a7;
            int end = Math.Min(steps, first + ByteLevels.BlockSteps);
            for (int s = first; s < end; s++, codes += 128, q += ByteLevels.PackQueries)
            {
                Vector512<byte> x = Vector512.LoadAligned(codes), y = Vector512.LoadAligned(codes + 64);
                Vector512<sbyte> t = Vector512.Create(q[0]).AsSByte();
                a0 += Avx512BW.MultiplyAddAdjacent(x, t); b0 += Avx512BW.MultiplyAddAdjacent(y, t);
                t = Vector512.Create(q[1]).AsSByte();
                a1 += Avx512BW.MultiplyAddAdjacent(x, t); b1 += Avx512BW.MultiplyAddAdjacent(y, t);
                t = Vector512.Create(q[2]).AsSByte();
                a2 += Avx512BW.MultiplyAddAdjacent(x, t); b2 += Avx512BW.MultiplyAddAdjacent(y, t);
                t = Vector512.Create(q[3]).AsSByte();
                a3 += Avx512BW.MultiplyAddAdjacent(x, t); b3 += Avx512BW.MultiplyAddAdjacent(y, t);
                t = Vector512.Create(q[4]).AsSByte();
                a4 += Avx512BW.MultiplyAddAdjacent(x, t); b4 += Avx512BW.MultiplyAddAdjacent(y, t);
                t = Vector512.Create(q[5]).AsSByte();
                a5 += Avx512BW.MultiplyAddAdjacent(x, t); b5 += Avx512BW.MultiplyAddAdjacent(y, t);
                t = Vector512.Create(q[6]).AsSByte();
                a6 += Avx512BW.MultiplyAddAdjacent(x, t); b6 += Avx512BW.MultiplyAddAdjacent(y, t);
                t = Vector512.Create(q[7]).AsSByte();
                a7 += Avx512BW.MultiplyAddAdjacent(x, t); b7 += Avx512BW.MultiplyAddAdjacent(y, t);
            }

            bool more = first > 0;
            Put(sums, a0, b0, ones, more); Put(sums + 32, a1, b1, ones, more); Put(sums + 64, a2, b2, ones, more); Put(sums + 96, a3, b3, ones, more);
            Put(sums + 128, a4, b4, ones, more); Put(sums + 160, a5, b5, ones, more); Put(sums + 192, a6, b6, ones, more); Put(sums + 224, a7, b7, ones, more);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void Put(int* sums, Vector512<short> a, Vector512<short> b, Vector512<short> ones, bool more)
    {
        Vector512<int> low = Avx512BW.MultiplyAddAdjacent(a, ones), high = Avx512BW.MultiplyAddAdjacent(b, ones);
        if (more)
        {
            low += Vector512.Load(sums);
            high += Vector512.Load(sums + 16);
        }

        low.Store(sums);
        high.Store(sums + 16);
    }
}

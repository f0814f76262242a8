using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Indexing;

/// <summary>Bytes widened to 16 bits, multiplied and added there in pairs: any processor.</summary>
internal readonly struct WideningKernel : IByteKernel
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static unsafe void Sums(byte* codes, int steps, QueryPack pack, int* sums)
    {
        for (int j = 0; j < ByteLevels.PackQueries; j++, sums += PointPanels.Lanes)
        {
            Vector256<int> a = Vector256.Create(pack.Starts[j]), b = a, c = a, e = a;
            byte* p = codes;
            int* q = pack.Words + j;
            for (int s = 0; s < steps; s++, p += 128, q += ByteLevels.PackQueries)
            {
                Vector256<short> t = Vector256.WidenLower(Vector256.Create(*q).AsSByte());
                a += Dot(Vector256.Load(p), t);
                b += Dot(Vector256.Load(p + 32), t);
                c += Dot(Vector256.Load(p + 64), t);
                e += Dot(Vector256.Load(p + 96), t);
            }

            a.Store(sums); b.Store(sums + 8); c.Store(sums + 16); e.Store(sums + 24);
        }
    }

    // Products are at most 180 * 91, so two of them fit 16 bits.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Dot(Vector256<byte> points, Vector256<short> query)
    {
        Vector256<long> low = Fours(Vector256.WidenLower(points).AsInt16() * query), high = Fours(Vector256.WidenUpper(points).AsInt16() * query);
        return Vector256.Narrow(low, high);
    }

    // Each 64 bits hold four 16-bit products of one point: their sum in the low 32 bits.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<long> Fours(Vector256<short> products)
    {
        Vector256<int> words = products.AsInt32();
        Vector256<int> pairs = (words << 16 >> 16) + (words >> 16);
        return pairs.AsInt64() + (pairs.AsInt64() >> 32);
    }
}

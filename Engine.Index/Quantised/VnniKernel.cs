using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Engine.Indexing;

/// <summary>32 products an instruction, added in 32 bits (AVX-VNNI): processors without AVX-512.</summary>
internal readonly struct VnniKernel : IByteKernel
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static unsafe void Sums(byte* codes, int steps, QueryPack pack, int* sums)
    {
        for (int j = 0; j < ByteLevels.PackQueries; j += 2, sums += 2 * PointPanels.Lanes)
        {
            // Eight sums in flight hide the latency, and 16 registers hold them.
            Vector256<int> a0 = Vector256.Create(pack.Starts[j]), a1 = a0, a2 = a0, a3 = a0;
            Vector256<int> b0 = Vector256.Create(pack.Starts[j + 1]), b1 = b0, b2 = b0, b3 = b0;
            byte* p = codes;
            int* q = pack.Words + j;
            for (int s = 0; s < steps; s++, p += 128, q += ByteLevels.PackQueries)
            {
                Vector256<sbyte> t = Vector256.Create(q[0]).AsSByte(), u = Vector256.Create(q[1]).AsSByte();
                Vector256<byte> x = Vector256.LoadAligned(p);
                a0 = AvxVnni.MultiplyWideningAndAdd(a0, x, t); b0 = AvxVnni.MultiplyWideningAndAdd(b0, x, u);
                x = Vector256.LoadAligned(p + 32);
                a1 = AvxVnni.MultiplyWideningAndAdd(a1, x, t); b1 = AvxVnni.MultiplyWideningAndAdd(b1, x, u);
                x = Vector256.LoadAligned(p + 64);
                a2 = AvxVnni.MultiplyWideningAndAdd(a2, x, t); b2 = AvxVnni.MultiplyWideningAndAdd(b2, x, u);
                x = Vector256.LoadAligned(p + 96);
                a3 = AvxVnni.MultiplyWideningAndAdd(a3, x, t); b3 = AvxVnni.MultiplyWideningAndAdd(b3, x, u);
            }

            a0.Store(sums); a1.Store(sums + 8); a2.Store(sums + 16); a3.Store(sums + 24);
            b0.Store(sums + 32); b1.Store(sums + 40); b2.Store(sums + 48); b3.Store(sums + 56);
        }
    }
}

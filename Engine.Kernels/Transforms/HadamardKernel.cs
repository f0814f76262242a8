using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Kernels;

/// <summary>The Walsh-Hadamard transform of one row; no checks.</summary>
/// <remarks>
/// Rows that fit in the first-level cache go level by level, several levels per pass. Longer rows transform their parts first, depth first, so
/// that each part stays in the smallest cache that holds it, and combine them in one pass. The order of levels is the same either way.
/// </remarks>
internal static unsafe class HadamardKernel
{
    // 2^12 floats are 16 KB: a third of the smallest first-level cache in use today, so that the parts of the next pass find room as well.
    private const int CacheLevels = 12;

    // Parts of a long row lie a power of two apart, so one cache line of each falls into the same set: 8 fit the ways of every cache, 16 do not.
    private const int CombinedLevels = 3;

    /// <summary>Replaces x by scale * H x, H unnormalised, in the widest vectors of this machine.</summary>
    /// <param name="x">2^<paramref name="levels"/> elements, anywhere in memory.</param>
    /// <param name="levels">log2 of the length, at least 0.</param>
    /// <param name="scale">Multiplies x before the transform; 1 does not touch it.</param>
    public static void Run(float* x, int levels, float scale = 1)
    {
        if (Vector512.IsHardwareAccelerated) Run<HadamardButterflies512>(x, levels, scale);
        else Run<HadamardButterflies256>(x, levels, scale);
    }

    /// <summary><see cref="Run(float*, int, float)"/> at a width of the caller's choice; either runs everywhere, with the same bits.</summary>
    public static void Run<TButterflies>(float* x, int levels, float scale)
        where TButterflies : struct, IHadamardButterflies
    {
        long length = 1L << levels;
        if (levels <= CacheLevels)
        {
            if (scale != 1) Scale(x, length, scale);
            InCache<TButterflies>(x, levels, length);
            return;
        }

        int combined = Math.Min(CombinedLevels, levels - CacheLevels);
        long part = length >> combined;
        for (long start = 0; start < length; start += part) Run<TButterflies>(x + start, levels - combined, scale);
        TButterflies.Pass(x, part, length, combined);
    }

    private static void InCache<TButterflies>(float* x, int levels, long length)
        where TButterflies : struct, IHadamardButterflies
    {
        if (levels < TButterflies.BlockLevels)
        {
            if (levels < TButterflies.LaneLevels) OneByOne(x, length);
            else TButterflies.Short(x, levels);
            return;
        }

        TButterflies.Blocks(x, length);
        int done = TButterflies.BlockLevels;
        // As few passes as possible, of sizes as equal as possible.
        for (int passes = (levels - done + TButterflies.PassLevels - 1) / TButterflies.PassLevels; passes > 0; passes--)
        {
            int share = (levels - done) / passes;
            TButterflies.Pass(x, 1L << done, length, share);
            done += share;
        }
    }

    private static void OneByOne(float* x, long length)
    {
        for (long stride = 1; stride < length; stride *= 2)
        {
            for (long i = 0; i < length; i++)
            {
                if ((i & stride) == 0) (x[i], x[i + stride]) = (x[i] + x[i + stride], x[i] - x[i + stride]);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Scale(float* x, long length, float scale)
    {
        long i = 0;
        for (; i + Vector<float>.Count <= length; i += Vector<float>.Count) (Vector.Load(x + i) * scale).Store(x + i);
        for (; i < length; i++) x[i] *= scale;
    }
}

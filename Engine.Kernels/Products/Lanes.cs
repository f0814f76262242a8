using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Engine.Kernels;

/// <summary>The 16-lane operations the portable vector types lack: gather, compress, and sums of four vectors at once.</summary>
internal static unsafe class Lanes
{
    /// <summary>Lanes of one group; the width of <see cref="Vector512{T}"/> of float.</summary>
    public const int Width = 16;

    /// <summary>Rounds a length up to whole groups of <see cref="Width"/>.</summary>
    public static int RoundUp(int length) => (length + Width - 1) & ~(Width - 1);

    /// <summary>Loads <c>source[indices[l]]</c> into lane l.</summary>
    // .NET 10 exposes no 512-bit gather; two 256-bit ones cost the same on the machines measured.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Gather(float* source, Vector512<int> indices) => Avx2.IsSupported
        ? Vector512.Create(Avx2.GatherVector256(source, indices.GetLower(), 4), Avx2.GatherVector256(source, indices.GetUpper(), 4))
        : GatherOneByOne(source, indices);

    /// <summary>Loads <c>source[indices[l]]</c> into lane l, one element at a time.</summary>
    // Where indices lie in memory, scalar loads and inserts were faster than hardware gathers on the machines measured.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Load(float* source, int* indices) =>
        Vector128.Create(source[indices[0]], source[indices[1]], source[indices[2]], source[indices[3]]);

    /// <summary>Stores the lanes whose bit is set, in order, at <paramref name="destination"/>; up to 16 elements behind the last are overwritten.</summary>
    /// <returns>The number of lanes stored.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Compress(Vector512<float> values, Vector512<float> keep, float* destination)
    {
        if (Avx512F.IsSupported)
        {
            Avx512F.Compress(Vector512<float>.Zero, keep, values).Store(destination);
            return BitOperations.PopCount(keep.ExtractMostSignificantBits());
        }

        int stored = 0;
        for (ulong bits = keep.ExtractMostSignificantBits(); bits != 0; bits &= bits - 1)
            destination[stored++] = values[BitOperations.TrailingZeroCount(bits)];
        return stored;
    }

    /// <inheritdoc cref="Compress(Vector512{float}, Vector512{float}, float*)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Compress(Vector512<int> values, Vector512<float> keep, int* destination) =>
        Compress(values.AsSingle(), keep, (float*)destination);

    /// <inheritdoc cref="Compress(Vector512{float}, Vector512{float}, float*)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Compress(Vector256<short> values, Vector256<short> keep, short* destination)
    {
        uint bits = keep.ExtractMostSignificantBits();
        int stored = BitOperations.PopCount(bits);
        if (Avx512Vbmi2.VL.IsSupported)
        {
            Avx512Vbmi2.VL.Compress(Vector256<short>.Zero, keep, values).Store(destination);
            return stored;
        }

        if (Avx512F.IsSupported)
        {
            Vector512<int> wide = Vector512.Create(Vector256.WidenLower(values), Vector256.WidenUpper(values)), kept = Vector512.Create(Vector256.WidenLower(keep), Vector256.WidenUpper(keep));
            Avx512F.ConvertToVector256Int16(Avx512F.Compress(Vector512<int>.Zero, kept, wide)).Store(destination);
            return stored;
        }

        for (; bits != 0; bits &= bits - 1) *destination++ = values[BitOperations.TrailingZeroCount(bits)];
        return stored;
    }

    /// <summary>The four sums over all lanes, for little more than the price of one; in the same order, and so the same bits, on every processor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Sums(Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> d)
    {
        if (!Avx512F.IsSupported) return Vector128.Create(Sum(a), Sum(b), Sum(c), Sum(d));

        // Two steps of a 4 x 4 transposition within every 128-bit part, adding instead of merging.
        Vector512<double> ab = (Avx512F.UnpackLow(a, b) + Avx512F.UnpackHigh(a, b)).AsDouble();
        Vector512<double> cd = (Avx512F.UnpackLow(c, d) + Avx512F.UnpackHigh(c, d)).AsDouble();
        Vector512<float> parts = Avx512F.UnpackLow(ab, cd).AsSingle() + Avx512F.UnpackHigh(ab, cd).AsSingle();
        Vector256<float> halves = parts.GetLower() + parts.GetUpper();
        return halves.GetLower() + halves.GetUpper();
    }

    // As the instructions below Sums add: lanes 0, 2, then 1, 3 of every 128 bits, then parts 0, 2 and 1, 3.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Sum(Vector512<float> x) =>
        Part(x.GetLower().GetLower()) + Part(x.GetUpper().GetLower()) + (Part(x.GetLower().GetUpper()) + Part(x.GetUpper().GetUpper()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Part(Vector128<float> x)
    {
        Vector128<float> halves = x + Vector128.Shuffle(x, Vector128.Create(2, 3, 0, 1));
        return halves.ToScalar() + halves.GetElement(1);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Vector512<float> GatherOneByOne(float* source, Vector512<int> indices)
    {
        float* lanes = stackalloc float[Width];
        for (int l = 0; l < Width; l++) lanes[l] = source[indices[l]];
        return Vector512.Load(lanes);
    }
}

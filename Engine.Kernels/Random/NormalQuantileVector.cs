using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Engine.Kernels;

/// <summary>Sixteen normal numbers at once, bit for bit as <see cref="NormalQuantile"/>.</summary>
/// <remarks>
/// The four coefficients of a segment are 16 bytes: each of 16 segments is one load of them into a quarter of a vector, and a transposition within the quarters
/// makes four vectors of equal powers. That is faster than gathers, which load number by number.
/// </remarks>
internal static unsafe class NormalQuantileVector
{
    /// <summary>Numbers of one call of <see cref="MapInPlace"/>.</summary>
    internal const int Numbers = 16;

    internal static bool IsSupported => Avx512CD.IsSupported;

    /// <summary>Replaces 16 words of random bits by the normal numbers that belong to them.</summary>
    /// <param name="element">The first.</param>
    /// <param name="coefficients">Those of <see cref="NormalQuantile"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void MapInPlace(ref uint element, int* coefficients)
    {
        Vector512<uint> bits = Vector512.LoadUnsafe(ref element);
        Vector512<uint> odd = bits + bits + Vector512<uint>.One;
        Vector512<uint> octave = Avx512CD.LeadingZeroCount(odd);
        Vector512<uint> normalised = Avx512F.ShiftLeftLogicalVariable(odd, octave);
        // Octave and segment as one number, in coefficients: NormalQuantile.Row.
        Vector512<uint> row = (octave << 6) | ((normalised >> 25) & Vector512.Create(60u));
        Vector512<int> t = ((normalised & Vector512.Create(0x07FF_FFFFu)) << 4).AsInt32();

        uint* rows = stackalloc uint[Numbers];
        row.Store(rows);
        Vector512<int> r0 = Quarters(coefficients, rows), r1 = Quarters(coefficients, rows + 1);
        Vector512<int> r2 = Quarters(coefficients, rows + 2), r3 = Quarters(coefficients, rows + 3);
        Vector512<long> low01 = Avx512F.UnpackLow(r0, r1).AsInt64(), low23 = Avx512F.UnpackLow(r2, r3).AsInt64();
        Vector512<long> high01 = Avx512F.UnpackHigh(r0, r1).AsInt64(), high23 = Avx512F.UnpackHigh(r2, r3).AsInt64();
        Vector512<int> y = Avx512F.UnpackHigh(high01, high23).AsInt32();
        y = Avx512F.UnpackLow(high01, high23).AsInt32() + ScaledProduct(y, t);
        y = Avx512F.UnpackHigh(low01, low23).AsInt32() + ScaledProduct(y, t);
        y = Avx512F.UnpackLow(low01, low23).AsInt32() + ScaledProduct(y, t);

        Vector512<int> negate = bits.AsInt32() >> 31;
        Vector512<float> normal = Vector512.ConvertToSingle((y ^ negate) - negate) * Vector512.Create(NormalQuantile.Unit);
        normal.AsUInt32().StoreUnsafe(ref element);
    }

    /// <summary>The coefficients of every fourth segment, one segment a quarter.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> Quarters(int* coefficients, uint* rows) => Vector512.Create(
        Vector256.Create(Vector128.Load(coefficients + rows[0]), Vector128.Load(coefficients + rows[4])),
        Vector256.Create(Vector128.Load(coefficients + rows[8]), Vector128.Load(coefficients + rows[12])));

    /// <summary>The low half of (y t) >> 31, number by number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> ScaledProduct(Vector512<int> y, Vector512<int> t)
    {
        Vector512<long> even = Avx512F.Multiply(y, t), odd = Avx512F.Multiply((y.AsInt64() >>> 32).AsInt32(), (t.AsInt64() >>> 32).AsInt32());
        return Vector512.ConditionalSelect(Vector512.Create(0x0000_0000_FFFF_FFFFL), even >>> 31, odd << 1).AsInt32();
    }
}

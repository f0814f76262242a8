using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Indexing;

/// <summary>Bytes taken apart into 16-bit words and multiplied as such, modulo 2^16: any processor.</summary>
internal readonly struct WordKernel : IByteKernel
{
    private const int Lanes = 8;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static unsafe void Sums(byte* codes, int steps, int blocks, int* words, int* starts, ushort* sums)
    {
        for (int block = 0; block < blocks; block++, codes += steps * 128, words += steps * ByteLevels.PackQueries, starts += ByteLevels.PackQueries)
        {
            for (int part = 0; part < ByteLevels.PanelPoints; part += 2 * Lanes)
            {
                for (int j = 0; j < ByteLevels.PackQueries; j += 2)
                    Sums((ushort*)codes + part, steps, words + j, starts + j, block > 0, sums + ByteLevels.PanelPoints * j + part);
            }
        }
    }

    /// <inheritdoc/>
    public static unsafe void Average(ushort* a, ushort* b)
    {
        for (int i = 0; i < ByteLevels.TileSums; i += Lanes) Average(Vector128.Load(a + i), Vector128.Load(b + i)).Store(a + i);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static unsafe void Compare(ushort* sums, short* ratios, int* limits, ulong* verdicts)
    {
        for (int j = 0; j < ByteLevels.PackQueries; j++, limits++, verdicts++)
        {
            Vector128<ushort> minus = Vector128.Create(limits[0]).AsUInt16(), plus = Vector128.Create(limits[8]).AsUInt16();
            Vector128<short> above = Vector128.Create(limits[16]).AsInt16(), silent = Vector128.Create(limits[24]).AsInt16();
            verdicts[0] = verdicts[8] = 0;
            for (int i = 0; i < ByteLevels.PanelPoints; i += Lanes, sums += Lanes)
            {
                Vector128<ushort> x = Vector128.Load(sums);
                Vector128<short> r = Vector128.Load(ratios + i);
                verdicts[0] |= (ulong)Vector128.GreaterThan(Scaled(x + minus, r), above).ExtractMostSignificantBits() << i;
                verdicts[8] |= (ulong)Vector128.GreaterThan(Scaled(x + plus, r), silent).ExtractMostSignificantBits() << i;
            }
        }
    }

    // Two queries and a quarter of a panel.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void Sums(ushort* codes, int steps, int* words, int* starts, bool average, ushort* sums)
    {
        Vector128<ushort> even = Vector128.Create((ushort)0xFF), a0 = Vector128.Create(starts[0]).AsUInt16(), a1 = Vector128.Create(starts[1]).AsUInt16(), b0 = a0, b1 = a1;
        for (int s = 0; s < steps; s++, codes += ByteLevels.PanelPoints, words += ByteLevels.PackQueries)
        {
            Vector128<ushort> x = Vector128.Load(codes), y = Vector128.Load(codes + Lanes), x0 = x & even, x1 = x >> 8, y0 = y & even, y1 = y >> 8;
            Vector128<ushort> q0 = First(words[0]), q1 = Second(words[0]);
            a0 += x0 * q0 + x1 * q1; b0 += y0 * q0 + y1 * q1;
            q0 = First(words[1]); q1 = Second(words[1]);
            a1 += x0 * q0 + x1 * q1; b1 += y0 * q0 + y1 * q1;
        }

        Put(sums, a0, average); Put(sums + Lanes, b0, average);
        Put(sums + ByteLevels.PanelPoints, a1, average); Put(sums + ByteLevels.PanelPoints + Lanes, b1, average);
    }

    // (a r + 2^14) >> 15 is what mulhrs computes.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<short> Scaled(Vector128<ushort> sums, Vector128<short> ratios)
    {
        Vector128<int> half = Vector128.Create(1 << 14);
        Vector128<short> x = sums.AsInt16();
        Vector128<int> low = Vector128.WidenLower(x) * Vector128.WidenLower(ratios) + half, high = Vector128.WidenUpper(x) * Vector128.WidenUpper(ratios) + half;
        return Vector128.Narrow(low >> 15, high >> 15);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ushort> Average(Vector128<ushort> a, Vector128<ushort> b) => (a | b) - ((a ^ b) >> 1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ushort> First(int word) => Vector128.Create((ushort)(sbyte)word);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ushort> Second(int word) => Vector128.Create((ushort)(sbyte)(word >> 8));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void Put(ushort* sums, Vector128<ushort> value, bool average) => (average ? Average(Vector128.Load(sums), value) : value).Store(sums);
}

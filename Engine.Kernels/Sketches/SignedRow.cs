using System.Runtime.CompilerServices;

namespace Engine.Kernels;

/// <summary>A row and a sign from one random word: bit 31 is the sign, the lower 31 bits times the number of rows, over 2^31, the row.</summary>
/// <remarks>Every row has probability 1/rows up to 2^-31. Row and sign come from different bits: they are independent.</remarks>
internal static class SignedRow
{
    /// <summary>The bit that says -1, where the sign of a float is as well.</summary>
    public const uint SignBit = 0x8000_0000;

    /// <summary>Packs a row below <paramref name="rows"/> and the sign into one word.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint FromBits(uint bits, int rows) => Below(bits, rows) | (bits & SignBit);

    /// <summary>A number in [0, <paramref name="limit"/>) from the lower 31 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Below(uint bits, int limit) => (uint)(((bits & ~SignBit) * (ulong)(uint)limit) >> 31);
}

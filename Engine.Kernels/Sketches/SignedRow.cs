using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using ILGPU;

namespace Engine.Kernels;

/// <summary>A row and a sign from one random word: bit 31 is the sign, the lower 31 bits times the number of rows, over 2^31, the row.</summary>
/// <remarks>Every row has probability 1/rows up to 2^-31. Row and sign come from different bits: they are independent.</remarks>
internal static class SignedRow
{
    /// <summary>The bit that says -1, where the sign of a float is as well.</summary>
    public const uint SignBit = 0x8000_0000;

    /// <summary>The value, negated when the top bit is set: an exclusive or, which no device rounds. For kernels.</summary>
    public static float Apply(float value, uint bits) => Interop.IntAsFloat(Interop.FloatAsInt(value) ^ (bits & SignBit));

    /// <summary>A number in [0, <paramref name="limit"/>) from the lower 31 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Below(uint bits, int limit) => (uint)(((bits & ~SignBit) * (ulong)(uint)limit) >> 31);

    /// <inheritdoc cref="Below(uint, int)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Below(Vector512<uint> bits, int limit)
    {
        (Vector512<ulong> lower, Vector512<ulong> upper) = Vector512.Widen(bits & Vector512.Create(~SignBit));
        Vector512<ulong> factor = Vector512.Create((ulong)(uint)limit);
        return Vector512.Narrow((lower * factor) >> 31, (upper * factor) >> 31);
    }
}

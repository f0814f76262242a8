using System.Numerics;

namespace ILGPU.Algorithms;

/// <content>Order, bits and integer division.</content>
public static partial class XMath
{
    /// <summary>The absolute value.</summary>
    public static int Abs(int value) => Math.Abs(value);

    /// <inheritdoc cref="Abs(int)"/>
    public static long Abs(long value) => Math.Abs(value);

    /// <inheritdoc cref="Abs(int)"/>
    public static float Abs(float value) => Math.Abs(value);

    /// <inheritdoc cref="Abs(int)"/>
    public static double Abs(double value) => Math.Abs(value);

    /// <summary>The smaller of two.</summary>
    public static int Min(int first, int second) => Math.Min(first, second);

    /// <inheritdoc cref="Min(int, int)"/>
    public static uint Min(uint first, uint second) => Math.Min(first, second);

    /// <inheritdoc cref="Min(int, int)"/>
    public static long Min(long first, long second) => Math.Min(first, second);

    /// <inheritdoc cref="Min(int, int)"/>
    public static ulong Min(ulong first, ulong second) => Math.Min(first, second);

    /// <inheritdoc cref="Min(int, int)"/>
    public static float Min(float first, float second) => Math.Min(first, second);

    /// <inheritdoc cref="Min(int, int)"/>
    public static double Min(double first, double second) => Math.Min(first, second);

    /// <summary>The larger of two.</summary>
    public static int Max(int first, int second) => Math.Max(first, second);

    /// <inheritdoc cref="Max(int, int)"/>
    public static uint Max(uint first, uint second) => Math.Max(first, second);

    /// <inheritdoc cref="Max(int, int)"/>
    public static long Max(long first, long second) => Math.Max(first, second);

    /// <inheritdoc cref="Max(int, int)"/>
    public static ulong Max(ulong first, ulong second) => Math.Max(first, second);

    /// <inheritdoc cref="Max(int, int)"/>
    public static float Max(float first, float second) => Math.Max(first, second);

    /// <inheritdoc cref="Max(int, int)"/>
    public static double Max(double first, double second) => Math.Max(first, second);

    /// <summary>The nearest value in a range.</summary>
    public static int Clamp(int value, int min, int max) => Math.Max(Math.Min(value, max), min);

    /// <inheritdoc cref="Clamp(int, int, int)"/>
    public static uint Clamp(uint value, uint min, uint max) => Math.Max(Math.Min(value, max), min);

    /// <inheritdoc cref="Clamp(int, int, int)"/>
    public static long Clamp(long value, long min, long max) => Math.Max(Math.Min(value, max), min);

    /// <inheritdoc cref="Clamp(int, int, int)"/>
    public static ulong Clamp(ulong value, ulong min, ulong max) => Math.Max(Math.Min(value, max), min);

    /// <inheritdoc cref="Clamp(int, int, int)"/>
    public static float Clamp(float value, float min, float max) => Math.Max(Math.Min(value, max), min);

    /// <inheritdoc cref="Clamp(int, int, int)"/>
    public static double Clamp(double value, double min, double max) => Math.Max(Math.Min(value, max), min);

    /// <summary>Number of bits that are 1.</summary>
    public static int PopCount(int value) => BitOperations.PopCount((uint)value);

    /// <inheritdoc cref="PopCount(int)"/>
    public static int PopCount(uint value) => BitOperations.PopCount(value);

    /// <inheritdoc cref="PopCount(int)"/>
    public static int PopCount(long value) => BitOperations.PopCount((ulong)value);

    /// <inheritdoc cref="PopCount(int)"/>
    public static int PopCount(ulong value) => BitOperations.PopCount(value);

    /// <summary>Number of 0 bits before the highest 1.</summary>
    public static int LeadingZeroCount(int value) => BitOperations.LeadingZeroCount((uint)value);

    /// <inheritdoc cref="LeadingZeroCount(int)"/>
    public static int LeadingZeroCount(uint value) => BitOperations.LeadingZeroCount(value);

    /// <inheritdoc cref="LeadingZeroCount(int)"/>
    public static int LeadingZeroCount(long value) => BitOperations.LeadingZeroCount((ulong)value);

    /// <inheritdoc cref="LeadingZeroCount(int)"/>
    public static int LeadingZeroCount(ulong value) => BitOperations.LeadingZeroCount(value);

    /// <summary>Number of 0 bits after the lowest 1.</summary>
    public static int TrailingZeroCount(int value) => BitOperations.TrailingZeroCount((uint)value);

    /// <inheritdoc cref="TrailingZeroCount(int)"/>
    public static int TrailingZeroCount(uint value) => BitOperations.TrailingZeroCount(value);

    /// <inheritdoc cref="TrailingZeroCount(int)"/>
    public static int TrailingZeroCount(long value) => BitOperations.TrailingZeroCount((ulong)value);

    /// <inheritdoc cref="TrailingZeroCount(int)"/>
    public static int TrailingZeroCount(ulong value) => BitOperations.TrailingZeroCount(value);

    /// <summary>The quotient rounded up, for a positive divisor.</summary>
    public static int DivRoundUp(int numerator, int denominator) => (numerator + denominator - 1) / denominator;

    /// <inheritdoc cref="DivRoundUp(int, int)"/>
    public static long DivRoundUp(long numerator, long denominator) => (numerator + denominator - 1) / denominator;

    /// <summary>The quotient rounded towards zero.</summary>
    public static int DivRoundDown(int numerator, int denominator) => numerator / denominator;

    /// <inheritdoc cref="DivRoundDown(int, int)"/>
    public static long DivRoundDown(long numerator, long denominator) => numerator / denominator;
}

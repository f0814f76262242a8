using System.Numerics;

namespace Engine.Kernels;

/// <summary>Divides by a number that is known before the launch: a product and a shift instead of some 20 instructions.</summary>
/// <remarks>
/// Granlund and Montgomery, Division by invariant integers using multiplication, PLDI 1994, Theorem 4.2: with l = ⌈log2 d⌉ and m = ⌊2^(31 + l) / d⌋ + 1,
/// ⌊m n / 2^(31 + l)⌋ = ⌊n / d⌋ for 0 ≤ n below 2^31. As m is at most 2^32, the product stays below 2^63.
/// </remarks>
internal readonly struct Divisor
{
    private readonly long _factor;
    private readonly int _shift;

    /// <param name="value">d, at least 1.</param>
    public Divisor(int value)
    {
        Value = value;
        _shift = 31 + BitOperations.Log2(BitOperations.RoundUpToPowerOf2((uint)value));
        _factor = (long)((1UL << _shift) / (uint)value) + 1;
    }

    /// <summary>d.</summary>
    public int Value { get; }

    /// <summary>⌊n / d⌋.</summary>
    /// <param name="n">At least 0.</param>
    public int Quotient(int n) => (int)(n * _factor >> _shift);
}

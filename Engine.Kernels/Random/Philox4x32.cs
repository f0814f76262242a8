using System.Runtime.CompilerServices;

namespace Engine.Kernels;

/// <summary>Philox4x32-10: a keyed bijection of 128-bit counters whose outputs pass as independent random words.</summary>
/// <remarks>
/// Pure integer arithmetic, so every device computes the same words. Source: Salmon, Moraes, Dror and Shaw,
/// "Parallel random numbers: as easy as 1, 2, 3", SC 2011; multipliers and key increments as in Random123.
/// </remarks>
public static class Philox4x32
{
    /// <summary>Rounds of the bijection; 7 pass BigCrush, 10 is the authors' default with a safety margin.</summary>
    public const int Rounds = 10;

    internal const uint Multiplier0 = 0xD2511F53;
    internal const uint Multiplier1 = 0xCD9E8D57;
    internal const uint KeyIncrement0 = 0x9E3779B9;
    internal const uint KeyIncrement1 = 0xBB67AE85;

    /// <summary>Maps one counter to its block of four random words.</summary>
    /// <param name="counter">Any value; distinct counters give distinct blocks under one key.</param>
    /// <param name="key0">Low word of the key.</param>
    /// <param name="key1">High word of the key.</param>
    /// <remarks>20 multiplications of 32 x 32 bits; no branches, tables or state.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PhiloxBlock Generate(PhiloxBlock counter, uint key0, uint key1)
    {
        (uint x0, uint x1, uint x2, uint x3) = counter;
        for (int round = 0; round < Rounds; round++)
        {
            ulong product0 = (ulong)Multiplier0 * x0;
            ulong product1 = (ulong)Multiplier1 * x2;
            x0 = (uint)(product1 >> 32) ^ x1 ^ key0;
            x1 = (uint)product1;
            x2 = (uint)(product0 >> 32) ^ x3 ^ key1;
            x3 = (uint)product0;
            key0 += KeyIncrement0;
            key1 += KeyIncrement1;
        }
        return new PhiloxBlock(x0, x1, x2, x3);
    }
}

using System.Runtime.CompilerServices;

namespace Engine.Kernels;

/// <summary>One non-zero in each of q blocks of s/q rows; with q = 1 the columns of a CountSketch.</summary>
/// <remarks>Non-zero t of column j comes from element j q + t and lies in row t s/q + <see cref="SignedRow.Below"/>(s/q).</remarks>
/// <param name="state">Where the random sequence begins.</param>
/// <param name="rows">s.</param>
/// <param name="nonZeros">q, a divisor of s.</param>
internal sealed unsafe class BlockedCodes(RngState state, int rows, int nonZeros) : IColumnCodes
{
    private readonly CounterRandom _random = state.Random;
    private readonly int _blockRows = rows / nonZeros;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Fill(uint* codes, int firstColumn, int columns)
    {
        int count = columns * nonZeros;
        _random.FillBits(new Span<uint>(codes, count), state.NextIndex + (ulong)firstColumn * (uint)nonZeros);
        for (int e = 0, t = 0; e < count; e++, t = t + 1 == nonZeros ? 0 : t + 1)
            codes[e] = SignedRow.FromBits(codes[e], _blockRows) + (uint)(t * _blockRows);
    }
}

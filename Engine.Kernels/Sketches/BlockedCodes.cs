using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Kernels;

/// <summary>One non-zero in each of q blocks of s/q rows; with q = 1 the columns of a CountSketch.</summary>
/// <remarks>Non-zero t of column j comes from element j q + t and lies in row t s/q + <see cref="SignedRow.Below(uint, int)"/>(s/q).</remarks>
/// <param name="state">Where the random sequence begins.</param>
/// <param name="rows">s.</param>
/// <param name="nonZeros">q, a divisor of s.</param>
internal sealed unsafe class BlockedCodes(RngState state, int rows, int nonZeros) : IColumnCodes
{
    private readonly CounterRandom _random = state.Random;
    private readonly int _blockRows = rows / nonZeros;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Fill(int firstColumn, int columns, CodeTable table)
    {
        table.Draw(_random, state.NextIndex + (ulong)firstColumn * (uint)nonZeros, columns);
        Vector512<uint> signBit = Vector512.Create(SignedRow.SignBit);
        uint* codes = table.Codes;
        for (int t = 0; t < nonZeros; t++, codes += CodeTable.Columns)
        {
            Vector512<uint> first = Vector512.Create((uint)(t * _blockRows));
            for (int j = 0; j < columns; j += Lanes.Width)
            {
                Vector512<uint> bits = Vector512.LoadAligned(codes + j);
                ((SignedRow.Below(bits, _blockRows) + first) | (bits & signBit)).StoreAligned(codes + j);
            }
        }
    }
}

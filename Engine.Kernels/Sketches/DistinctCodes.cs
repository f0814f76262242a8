using System.Runtime.CompilerServices;

namespace Engine.Kernels;

/// <summary>q distinct rows per column, every set of q rows equally likely.</summary>
/// <remarks>
/// Non-zero t of column j comes from element j q + t: <see cref="SignedRow.Below"/>(s - q + t + 1), or s - q + t if an earlier one of the
/// column lies there. Floyd's sampling: Bentley and Floyd, "A sample of brilliance", CACM 30, 1987. O(q²) per column.
/// </remarks>
/// <param name="state">Where the random sequence begins.</param>
/// <param name="rows">s.</param>
/// <param name="nonZeros">q, at most s.</param>
internal sealed unsafe class DistinctCodes(RngState state, int rows, int nonZeros) : IColumnCodes
{
    private readonly CounterRandom _random = state.Random;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Fill(uint* codes, int firstColumn, int columns)
    {
        _random.FillBits(new Span<uint>(codes, columns * nonZeros), state.NextIndex + (ulong)firstColumn * (uint)nonZeros);
        for (uint* column = codes; column < codes + columns * nonZeros; column += nonZeros)
        {
            for (int t = 0; t < nonZeros; t++)
            {
                int last = rows - nonZeros + t;
                uint row = SignedRow.Below(column[t], last + 1);
                if (Holds(column, t, row)) row = (uint)last;
                column[t] = row | (column[t] & SignedRow.SignBit);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Holds(uint* codes, int count, uint row)
    {
        bool found = false;
        for (int t = 0; t < count; t++) found |= (codes[t] & ~SignedRow.SignBit) == row;
        return found;
    }
}

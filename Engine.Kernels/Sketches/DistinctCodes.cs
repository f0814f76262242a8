using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Kernels;

/// <summary>q distinct rows per column, every set of q rows equally likely.</summary>
/// <remarks>
/// Non-zero t of column j comes from element j q + t: <see cref="SignedRow.Below(uint, int)"/>(s - q + t + 1), or s - q + t if an earlier one
/// of the column lies there. Floyd's sampling: Bentley and Floyd, "A sample of brilliance", CACM 30, 1987. O(q²) per column, 16 columns at once.
/// </remarks>
/// <param name="state">Where the random sequence begins.</param>
/// <param name="rows">s.</param>
/// <param name="nonZeros">q, at most s.</param>
internal sealed unsafe class DistinctCodes(RngState state, int rows, int nonZeros) : IColumnCodes
{
    private readonly CounterRandom _random = state.Random;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Fill(int firstColumn, int columns, CodeTable table)
    {
        table.Draw(_random, state.NextIndex + (ulong)firstColumn * (uint)nonZeros, columns);
        Vector512<uint> signBit = Vector512.Create(SignedRow.SignBit);
        for (int j = 0; j < columns; j += Lanes.Width)
        {
            uint* codes = table.Codes + j;
            for (int t = 0; t < nonZeros; t++)
            {
                int last = rows - nonZeros + t;
                Vector512<uint> bits = Vector512.LoadAligned(codes + t * CodeTable.Columns);
                Vector512<uint> drawn = SignedRow.Below(bits, last + 1), taken = Vector512<uint>.Zero;
                for (int earlier = 0; earlier < t; earlier++)
                    taken |= Vector512.Equals(Vector512.LoadAligned(codes + earlier * CodeTable.Columns) & ~signBit, drawn);
                Vector512<uint> row = Vector512.ConditionalSelect(taken, Vector512.Create((uint)last), drawn);
                (row | (bits & signBit)).StoreAligned(codes + t * CodeTable.Columns);
            }
        }
    }
}

using System.Runtime.InteropServices;
using Engine.Kernels;

namespace Engine.Tests.Kernels;

/// <summary>
/// A lower triangle in the middle of a buffer in which everything else (before, after, between rows, above the diagonal) holds a guard.
/// </summary>
/// <remarks>
/// The guard is a signalling NaN: it spoils the result of a kernel that reads it, and any arithmetic, even adding zero, sets its quiet bit.
/// </remarks>
internal sealed class GuardedMatrix : IDisposable
{
    private const int Margin = 37;
    private const int Gap = 5;
    private const ulong Guard = 0x7FF0_0000_DEAD_BEEF;

    internal GuardedMatrix(int order)
    {
        Order = order;
        Stride = order + Gap;
        // After the last row there is room for a whole strip, the most that a kernel which forgets the last row would overrun.
        Buffer = new NativeBuffer<double>(Margin + (order + Strip.Rows) * (long)Stride);
        MemoryMarshal.Cast<double, ulong>(Buffer.Slice(0, (int)Buffer.Length)).Fill(Guard);
    }

    internal NativeBuffer<double> Buffer { get; }

    internal long Start => Margin;

    internal int Order { get; }

    internal int Stride { get; }

    internal static GuardedMatrix Of(double[,] lower)
    {
        GuardedMatrix matrix = new(lower.GetLength(0));
        for (int row = 0; row < matrix.Order; row++)
        {
            Span<double> target = matrix.LowerRow(row);
            for (int column = 0; column <= row; column++) target[column] = lower[row, column];
        }

        return matrix;
    }

    internal FactorResult Factor(Cholesky cholesky) => cholesky.Factor(Buffer, Start, Order, Stride);

    /// <summary>The lower triangle, zero above the diagonal.</summary>
    internal double[,] Lower()
    {
        double[,] lower = new double[Order, Order];
        for (int row = 0; row < Order; row++)
        {
            Span<double> source = LowerRow(row);
            for (int column = 0; column <= row; column++) lower[row, column] = source[column];
        }

        return lower;
    }

    /// <summary>True if no element outside the lower triangle has changed a bit.</summary>
    internal bool GuardsAreIntact()
    {
        ulong[] all = MemoryMarshal.Cast<double, ulong>(Buffer.Slice(0, (int)Buffer.Length)).ToArray();
        for (int row = 0; row < Order; row++) all.AsSpan((int)Start + row * Stride, row + 1).Fill(Guard);
        return Array.TrueForAll(all, bits => bits == Guard);
    }

    public void Dispose() => Buffer.Dispose();

    private Span<double> LowerRow(int row) => Buffer.Slice(Start + (long)row * Stride, row + 1);
}

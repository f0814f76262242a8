using System.Runtime.InteropServices;
using Engine.Kernels;
using Engine.Tests.Reference;

namespace Engine.Tests.Kernels.Products;

/// <summary>A matrix in the middle of a buffer in which everything else (before, after, between rows) holds a guard.</summary>
/// <remarks>The guard is a signalling NaN: it spoils the result of a kernel that reads it, and any arithmetic sets its quiet bit.</remarks>
internal sealed class GuardedView : IDisposable
{
    private const int Margin = 41;
    private const int Gap = 3;
    private const uint Guard = 0x7F80_DEAD;

    internal GuardedView(int rows, int columns, bool transposed = false)
    {
        (int storedRows, int storedColumns) = transposed ? (columns, rows) : (rows, columns);
        int stride = storedColumns + Gap;
        // Room for a whole register tile after the last row, the most that a kernel which forgets an edge would overrun.
        Buffer = new NativeBuffer<float>(Margin + (storedRows + GemmKernel.TileColumns) * (long)(stride + GemmKernel.TileColumns));
        MemoryMarshal.Cast<float, uint>(All).Fill(Guard);
        MatrixView stored = new(Buffer, Margin, storedRows, storedColumns, stride);
        View = transposed ? stored.Transposed : stored;
    }

    internal NativeBuffer<float> Buffer { get; }

    internal MatrixView View { get; }

    internal float this[int row, int column]
    {
        get => All[Position(row, column)];
        set => All[Position(row, column)] = value;
    }

    private Span<float> All => Buffer.Slice(0, (int)Buffer.Length);

    internal static GuardedView Normal(int rows, int columns, bool transposed, int seed)
    {
        Random random = new(seed);
        return new GuardedView(rows, columns, transposed).Fill((_, _) => (float)RandomRows.Normal(random));
    }

    internal static GuardedView Integers(int rows, int columns, bool transposed, int seed)
    {
        Random random = new(seed);
        return new GuardedView(rows, columns, transposed).Fill((_, _) => random.Next(-2, 3));
    }

    internal GuardedView Fill(Func<int, int, float> element)
    {
        for (int row = 0; row < View.Rows; row++)
        {
            for (int column = 0; column < View.Columns; column++) this[row, column] = element(row, column);
        }

        return this;
    }

    /// <summary>All elements as bits, row by row.</summary>
    internal uint[] Bits()
    {
        ReadOnlySpan<uint> all = MemoryMarshal.Cast<float, uint>(All);
        uint[] bits = new uint[View.Rows * View.Columns];
        for (int i = 0; i < bits.Length; i++) bits[i] = all[Position(i / View.Columns, i % View.Columns)];
        return bits;
    }

    /// <summary>True if nothing outside the matrix, or outside its lower triangle, has changed a bit.</summary>
    internal bool GuardsAreIntact(bool lowerOnly = false)
    {
        uint[] all = MemoryMarshal.Cast<float, uint>(All).ToArray();
        for (int row = 0; row < View.Rows; row++)
        {
            for (int column = 0; column < (lowerOnly ? row + 1 : View.Columns); column++) all[Position(row, column)] = Guard;
        }

        return Array.TrueForAll(all, bits => bits == Guard);
    }

    public void Dispose() => Buffer.Dispose();

    private int Position(int row, int column) => Margin + row * (int)View.RowStep + column * (int)View.ColumnStep;
}

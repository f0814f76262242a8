using System.Runtime.CompilerServices;

namespace Engine.Kernels;

/// <summary>
/// W (m x p) of one layer, in panels of 128 units: panel q holds for every input j the weights of units 128 q .. 128 q + 127 side by side, so that a sparse input
/// streams whole lines. The last panel is filled up with zeros.
/// </summary>
/// <remarks>A panel takes the room of its 128 rows, so row-major and panel form convert in place of one another, a few rows at a time.</remarks>
internal sealed unsafe partial class UnitPanels : IDisposable
{
    /// <summary>Units of a panel.</summary>
    public const int Width = 128;

    // Rows that share a cache line of a panel are drawn and moved together.
    private const int LineRows = 16;

    private readonly NativeBuffer<float> _values;

    /// <summary>Takes the memory; all zero.</summary>
    /// <param name="units">m.</param>
    /// <param name="inputs">p.</param>
    public UnitPanels(int units, int inputs)
    {
        (Units, Inputs) = (units, inputs);
        _values = new NativeBuffer<float>((long)PanelCount * Width * inputs);
    }

    /// <summary>m.</summary>
    public int Units { get; }

    /// <summary>p.</summary>
    public int Inputs { get; }

    /// <summary>m / 128, rounded up.</summary>
    public int PanelCount => (Units + Width - 1) / Width;

    /// <summary>Bytes held.</summary>
    public long Bytes => _values.Bytes;

    /// <summary>The weight of input j for unit r.</summary>
    public ref float this[int unit, int input]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref Column(unit / Width, input)[unit % Width];
    }

    /// <summary>Bytes of a matrix of this shape.</summary>
    public static long BytesFor(long units, long inputs) => (units + Width - 1) / Width * Width * inputs * sizeof(float);

    /// <summary>The 128 weights of input j in panel q.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float* Column(int panel, int input) => _values.Pointer + ((long)panel * Inputs + input) * Width;

    /// <summary>Draws standard normal weights: element r p + j of the sequence is the weight of input j for unit r.</summary>
    public void Draw(CounterRandom random) => ForLines(first =>
    {
        int rows = Math.Min(LineRows, Units - first);
        var drawn = new float[rows * Inputs];
        random.FillNormals(drawn, (ulong)first * (ulong)Inputs);
        WriteRows(first, drawn);
    });

    /// <summary>Replaces the weights of consecutive units.</summary>
    /// <param name="first">First unit.</param>
    /// <param name="rows">(count, p), row-major.</param>
    public void WriteRows(int first, ReadOnlySpan<float> rows)
    {
        for (int j = 0; j < Inputs; j++)
        {
            for (int row = 0, from = j; from < rows.Length; row++, from += Inputs) this[first + row, j] = rows[from];
        }
    }

    /// <summary>Reads the weights of consecutive units.</summary>
    /// <param name="first">First unit.</param>
    /// <param name="rows">(count, p), row-major; overwritten.</param>
    public void ReadRows(int first, Span<float> rows)
    {
        for (int j = 0; j < Inputs; j++)
        {
            for (int row = 0, to = j; to < rows.Length; row++, to += Inputs) rows[to] = this[first + row, j];
        }
    }

    /// <summary>Turns the panels into plain rows, (m, p) row-major, in the same memory; nothing else may be asked for until <see cref="ToPanels"/>.</summary>
    /// <returns>The memory.</returns>
    public NativeBuffer<float> ToRows()
    {
        ForPanels((from, to) => Transpose(from, Inputs, Width, to));
        return _values;
    }

    /// <summary>Undoes <see cref="ToRows"/>.</summary>
    public void ToPanels() => ForPanels((from, to) => Transpose(from, Width, Inputs, to));

    /// <inheritdoc/>
    public void Dispose() => _values.Dispose();

    // One thread at a time holds a copy of a panel for each processor, no more.
    private void ForPanels(PanelCopy convert) => Parallel.For(
        0, PanelCount, () => new NativeBuffer<float>((long)Width * Inputs),
        (panel, _, copy) =>
        {
            float* start = Column(panel, 0);
            Buffer.MemoryCopy(start, copy.Pointer, copy.Bytes, copy.Bytes);
            convert(copy.Pointer, start);
            return copy;
        },
        copy => copy.Dispose());

    /// <summary>to(c, r) = from(r, c), in squares that stay in the first-level cache.</summary>
    private static void Transpose(float* from, int rows, int columns, float* to)
    {
        const int Side = 32;
        for (int r0 = 0; r0 < rows; r0 += Side)
        {
            for (int c0 = 0; c0 < columns; c0 += Side)
            {
                for (int r = r0; r < Math.Min(rows, r0 + Side); r++)
                {
                    for (int c = c0; c < Math.Min(columns, c0 + Side); c++) to[(long)c * rows + r] = from[(long)r * columns + c];
                }
            }
        }
    }

    private unsafe delegate void PanelCopy(float* from, float* to);

    private void ForLines(Action<int> body) => Parallel.For(0, (Units + LineRows - 1) / LineRows, line => body(line * LineRows));
}

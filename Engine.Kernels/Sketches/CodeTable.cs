namespace Engine.Kernels;

/// <summary>Codes of up to 256 columns, all first non-zeros before all second ones, so that columns are lanes.</summary>
/// <param name="nonZeros">q.</param>
internal sealed unsafe class CodeTable(int nonZeros) : IDisposable
{
    /// <summary>The most columns, a multiple of the lanes.</summary>
    public const int Columns = 256;

    private readonly NativeBuffer<uint> _codes = new((long)Columns * nonZeros);
    private readonly NativeBuffer<uint> _bits = new((long)Columns * nonZeros);

    /// <summary>Shape (q, 256): code t of column j.</summary>
    public uint* Codes => _codes.Pointer;

    /// <summary>Replaces the codes by random words: word t of column j is element <paramref name="firstElement"/> + j q + t.</summary>
    public void Draw(CounterRandom random, ulong firstElement, int columns)
    {
        uint* bits = nonZeros == 1 ? Codes : _bits.Pointer;
        random.FillBits(new Span<uint>(bits, columns * nonZeros), firstElement);
        if (nonZeros == 1) return;
        for (int j = 0; j < columns; j++)
        {
            for (int t = 0; t < nonZeros; t++) Codes[t * Columns + j] = bits[j * nonZeros + t];
        }
    }

    /// <summary>Copies the codes of <paramref name="columns"/> columns to shape (columns, q).</summary>
    public void CopyByColumn(int columns, uint* target)
    {
        for (int j = 0; j < columns; j++)
        {
            for (int t = 0; t < nonZeros; t++) target[j * nonZeros + t] = Codes[t * Columns + j];
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _codes.Dispose();
        _bits.Dispose();
    }
}

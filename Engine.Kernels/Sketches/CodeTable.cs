namespace Engine.Kernels;

/// <summary>Codes of up to 1,024 columns, all first non-zeros before all second ones, so that columns are lanes.</summary>
/// <param name="nonZeros">q.</param>
internal sealed unsafe class CodeTable(int nonZeros) : IDisposable
{
    /// <summary>The most columns, a multiple of the lanes: a page of each vector at a time is what main memory and the prefetchers like.</summary>
    public const int Columns = 1024;

    private readonly NativeBuffer<uint> _codes = new((long)Columns * nonZeros);
    private readonly NativeBuffer<uint> _bits = new((long)Columns * nonZeros);

    /// <summary>Shape (q, 1024): code t of column j.</summary>
    public uint* Codes => _codes.Pointer;

    /// <summary>Replaces the codes by random words: word t of column j is element <paramref name="firstElement"/> + j q + t.</summary>
    public void Draw(CounterRandom random, ulong firstElement, int columns)
    {
        Span<uint> bits = new(nonZeros == 1 ? Codes : _bits.Pointer, columns * nonZeros);
        random.FillBits(bits, firstElement);
        if (nonZeros > 1) ScatterKernel.Transpose(_bits.Pointer, columns, nonZeros, Codes);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _codes.Dispose();
        _bits.Dispose();
    }
}

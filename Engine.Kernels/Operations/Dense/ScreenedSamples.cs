namespace Engine.Kernels;

/// <summary>The samples of a screened selection: codes in panels, what the test needs of each, and contiguous rows to recheck with.</summary>
/// <param name="device">Whose memory and team.</param>
internal sealed unsafe class ScreenedSamples(HostDevice device) : IDisposable
{
    private readonly HostQuantiser _quantiser = new(device.Team);
    private readonly GrowingBuffer<int> _codes = new(device.Memory);
    private readonly GrowingBuffer<int> _panels = new(device.Memory);
    private readonly GrowingBuffer<QuantisedRow> _bounds = new(device.Memory);
    private readonly GrowingBuffer<float> _factors = new(device.Memory);
    private readonly GrowingBuffer<float> _allowances = new(device.Memory);
    private readonly GrowingBuffer<float> _gathered = new(device.Memory);
    private MatrixView _samples;
    private int _words;

    /// <summary>Codes plus 128 in panels of 16 samples: word k of sample j at <c>k * 16 + j</c>.</summary>
    public int* Panels => _panels.Pointer;

    /// <summary>1 / s of each sample, filled up to a whole panel.</summary>
    public float* Factors => _factors.Pointer;

    /// <summary>V of each sample; what fills up the last panel is always dropped.</summary>
    public float* Allowances => _allowances.Pointer;

    /// <summary>First sample.</summary>
    public float* Rows { get; private set; }

    /// <summary>Floats from one sample to the next.</summary>
    public nint Stride { get; private set; }

    /// <summary>Quantises and packs.</summary>
    /// <param name="samples">Shape (n, d).</param>
    /// <param name="threshold">Of the selection.</param>
    /// <param name="rowError">Largest error / scale of the weights.</param>
    /// <returns>The test.</returns>
    public ScreenBounds Load(MatrixView samples, float threshold, double rowError)
    {
        _samples = samples;
        _words = QuantisedRow.Words(samples.Columns);
        int padded = ProductTiling.RoundUp(samples.Rows, ByteProduct.TileColumns);
        QuantisedRow* rows = _bounds.Reserve(samples.Rows);
        _quantiser.Quantise(samples, _codes.Reserve((long)samples.Rows * _words), rows);
        _panels.Reserve((long)padded * _words);
        for (int i = 0; i < samples.Rows; i++) PackRow(i);
        ScreenBounds bounds = new(threshold, samples.Columns, rowError, ScreenBounds.LargestError(rows, samples.Rows));
        float* factors = _factors.Reserve(padded), allowances = _allowances.Reserve(padded);
        for (int i = 0; i < padded; i++) (factors[i], allowances[i]) = i < samples.Rows ? bounds.Column(rows[i]) : (0, float.NegativeInfinity);
        KeepRows();
        return bounds;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _codes.Dispose();
        _panels.Dispose();
        _bounds.Dispose();
        _factors.Dispose();
        _allowances.Dispose();
        _gathered.Dispose();
    }

    private void PackRow(int row)
    {
        // Codes of 8 bits, two's complement: flipping the sign bit adds 128.
        const int signs = unchecked((int)0x8080_8080);
        int* codes = _codes.Pointer + (nint)row * _words;
        int* panel = _panels.Pointer + (nint)(row / ByteProduct.TileColumns * ByteProduct.TileColumns) * _words + row % ByteProduct.TileColumns;
        for (int k = 0; k < _words; k++) panel[(nint)k * ByteProduct.TileColumns] = codes[k] ^ signs;
    }

    /// <summary>Copies the samples to rows an odd number of cache lines apart.</summary>
    /// <remarks>Sixteen rows are read side by side; a power of two apart, they would evict one another from the first-level cache.</remarks>
    private void KeepRows()
    {
        int depth = _samples.Columns;
        Stride = (ProductTiling.Parts(depth, Lanes.Width) | 1) * Lanes.Width;
        Rows = _gathered.Reserve(_samples.Rows * (long)Stride);
        for (int i = 0; i < _samples.Rows; i++)
        {
            float* source = _samples.Pointer + i * _samples.RowStep, target = Rows + i * Stride;
            if (_samples.ColumnStep == 1)
                new ReadOnlySpan<float>(source, depth).CopyTo(new Span<float>(target, depth));
            else
                for (int k = 0; k < depth; k++) target[k] = source[k * _samples.ColumnStep];
        }
    }
}

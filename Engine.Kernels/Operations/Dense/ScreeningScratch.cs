namespace Engine.Kernels;

/// <summary>What one worker of a screened selection needs besides the hits.</summary>
/// <param name="account">Where the memory is booked.</param>
internal sealed unsafe class ScreeningScratch(DeviceMemory account) : IDisposable
{
    private readonly GrowingBuffer<int> _sums = new(account);
    private readonly GrowingBuffer<int> _ids = new(account);
    private readonly GrowingBuffer<float> _scores = new(account);
    private readonly GrowingBuffer<nint> _weights = new(account);
    private readonly GrowingBuffer<float> _rows = new(account);

    /// <summary>Integer products of a tile's rows with a block of columns.</summary>
    public int* Sums => _sums.Pointer;

    /// <summary>Pairs to recheck; those of each row begin at a multiple of four.</summary>
    public int* Ids => _ids.Pointer;

    /// <summary>Their scores.</summary>
    public float* Scores => _scores.Pointer;

    /// <summary>The row of each four of them.</summary>
    public float** Weights => (float**)_weights.Pointer;

    /// <summary>A tile's rows of weights, gathered where they are not contiguous.</summary>
    public float* Rows => _rows.Pointer;

    /// <summary>Pairs rechecked in this call.</summary>
    public long Rechecked { get; set; }

    /// <summary>Begins a call.</summary>
    /// <param name="columns">Longest block of columns.</param>
    /// <param name="gathered">Floats of a tile's rows, 0 when they are contiguous.</param>
    public void Begin(int columns, long gathered)
    {
        // All pairs of a tile, each row rounded up to a quad, all to a group of quads, and a vector that may be overwritten.
        long pairs = (long)ByteProduct.TileRows * (columns + ExactScores.Quad) + ExactScores.Group * ExactScores.Quad + Lanes.Width;
        _sums.Reserve((long)ByteProduct.TileRows * columns);
        _ids.Reserve(pairs);
        _scores.Reserve(pairs);
        _weights.Reserve(pairs / ExactScores.Quad);
        _rows.Reserve(gathered);
        Rechecked = 0;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _sums.Dispose();
        _ids.Dispose();
        _scores.Dispose();
        _weights.Dispose();
        _rows.Dispose();
    }
}

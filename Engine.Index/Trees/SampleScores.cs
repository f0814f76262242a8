namespace Engine.Indexing;

/// <summary>The samples X, and the canonical scores of a weight row with all of them.</summary>
internal sealed unsafe class SampleScores
{
    private readonly PointPanels _samples;
    private readonly AlignedMemory<float> _row;
    private readonly AlignedMemory<float> _scores;

    /// <summary>Copies the samples, shape (n, d), finite.</summary>
    public SampleScores(int dimension, ReadOnlySpan<float> samples)
    {
        Inputs.Dimension(dimension);
        Count = Inputs.Rows(samples, dimension, nameof(samples));
        _samples = new PointPanels(dimension, Count);
        for (int i = 0; i < Count; i++) _samples.Set(i, samples.Slice(i * dimension, dimension));
        _row = new AlignedMemory<float>(dimension);
        _scores = new AlignedMemory<float>(_samples.Slots);
    }

    /// <summary>n.</summary>
    public int Count { get; }

    /// <summary>d.</summary>
    public int Dimension => _samples.Dimension;

    /// <summary>What one call of <see cref="Of"/> does.</summary>
    public IndexWork Work => new(InnerProducts: Count, Bytes: _samples.PanelCount * _samples.PanelBytes);

    /// <summary>z_i = &lt;w, x_i&gt; for all i; valid until the next call. O(n d).</summary>
    public ReadOnlySpan<float> Of(ReadOnlySpan<float> weights)
    {
        weights.CopyTo(new Span<float>(_row.Pointer, Dimension));
        PanelKernel.Score(_samples.Panel(0), _samples.PanelCount, Dimension, _row.Pointer, _scores.Pointer);
        GC.KeepAlive(_samples);
        return new ReadOnlySpan<float>(_scores.Pointer, Count);
    }
}

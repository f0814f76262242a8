namespace Engine.Kernels;

/// <summary>CountSketch: column j has one entry ±1, row and sign as <see cref="CounterRandom"/> element j says.</summary>
/// <remarks>
/// Row: lower 31 bits times s, over 2^31; sign: - when the top bit is set. Cost: one addition per stored element. Embeds n dimensions with
/// s = O(n² / (δ ε²)) (Clarkson and Woodruff, STOC 2013); s of a few n does on incoherent data. Var ||S x||² = 2 (1 - Σ x_j⁴) / s for unit x.
/// </remarks>
public sealed class CountSketch : ISketch
{
    private readonly SignedScatter _scatter;

    internal CountSketch(SketchDistribution distribution, RngState state, WorkerTeam team)
    {
        Rows = distribution.Rows;
        Columns = distribution.Columns;
        _scatter = new SignedScatter(distribution, state, team);
    }

    /// <inheritdoc/>
    public int Rows { get; }

    /// <inheritdoc/>
    public int Columns { get; }

    /// <inheritdoc/>
    public void Apply(VectorBatch vectors, Span<float> result) => _scatter.Apply(vectors, result);

    /// <inheritdoc/>
    unsafe void ISketch.Apply(BatchView vectors, float* result, long resultStride) => _scatter.Apply(vectors, result, resultStride);

    /// <inheritdoc/>
    public void Dispose() => _scatter.Dispose();
}

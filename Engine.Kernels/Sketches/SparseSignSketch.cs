namespace Engine.Kernels;

/// <summary>OSNAP, also SASO or SJLT: every column has q entries ±1/√q in distinct rows.</summary>
/// <remarks>
/// Non-zero t of column j comes from <see cref="CounterRandom"/> element j q + t; its sign is - when the top bit is set. With r_b = b times the lower 31 bits,
/// over 2^31, its row is, blocked, t s/q + r_{s/q}; otherwise r_{s-q+t+1}, or s-q+t where an earlier one of the column has that row already.
/// Cost: q additions per stored element. Embeds n dimensions with s = O(n log(n/δ) / ε²), q = O(log(n/δ) / ε) (Nelson and Nguyen, FOCS
/// 2013; Cohen, SODA 2016; blocks: Kane and Nelson, J. ACM 2014). Var ||S x||² = 2 (1 - Σ x_j⁴) / s for unit x, whatever q.
/// </remarks>
public sealed class SparseSignSketch : ISketch
{
    private readonly SignedScatter _scatter;

    internal SparseSignSketch(SketchDistribution distribution, RngState state, WorkerTeam team)
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

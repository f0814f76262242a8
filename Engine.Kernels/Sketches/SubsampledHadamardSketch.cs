namespace Engine.Kernels;

/// <summary>SRHT: S = (1/√s) P H D with H the unnormalised Walsh-Hadamard matrix of order M, the N columns padded to a power of two.</summary>
/// <remarks>
/// D: sign j is that of <see cref="CounterRandom"/> element j, j &lt; N. P: s distinct of the M rows, ascending, drawn by Floyd's method: with r_b = b times the lower 31
/// bits of element N + k, over 2^31, draw k is r_{M-s+k+1}, or M-s+k if that is taken. Cost: M log2 M additions per vector, shared by vectors. Embeds n
/// dimensions with s = O(ε⁻² (n + log(N/δ)) log(n/δ)) (Tropp, "Improved analysis of the SRHT", 2011; Ailon and Chazelle, STOC 2006).
/// Var ||S x||² = 2 (1 - Σ x_j⁴) / s (1 - (s - 1) / (M - 1)) for unit x.
/// </remarks>
public sealed unsafe class SubsampledHadamardSketch : ISketch
{
    private readonly SignedHadamard _transform;
    private readonly NativeBuffer<int> _picked;
    private readonly NativeBuffer<float>[] _scratch;
    private readonly BatchLaunch _launch;
    private readonly float _scale;

    internal SubsampledHadamardSketch(SketchDistribution distribution, RngState state, WorkerTeam team)
    {
        Rows = distribution.Rows;
        Columns = distribution.Columns;
        _scale = (float)(1 / Math.Sqrt(Rows));
        _transform = new SignedHadamard(state, Columns);
        _picked = new NativeBuffer<int>(Rows);
        DistinctSample.Draw(state.Advance((ulong)Columns), _transform.PaddedLength, _picked.Slice(0, Rows));
        _launch = new BatchLaunch(team, ApplyVector);
        _scratch = new NativeBuffer<float>[team.Size];
        for (int t = 0; t < team.Size; t++) _scratch[t] = new NativeBuffer<float>(_transform.PaddedLength);
    }

    /// <inheritdoc/>
    public int Rows { get; }

    /// <inheritdoc/>
    public int Columns { get; }

    /// <inheritdoc/>
    public void Apply(VectorBatch vectors, Span<float> result) => _launch.Run(vectors, Columns, result, Rows, vectors.Count);

    /// <inheritdoc/>
    void ISketch.Apply(BatchView vectors, float* result, long resultStride) => _launch.Run(vectors, default, result, resultStride, vectors.Count);

    /// <inheritdoc/>
    public void Dispose()
    {
        _transform.Dispose();
        _picked.Dispose();
        foreach (NativeBuffer<float> scratch in _scratch) scratch.Dispose();
    }

    internal static ulong RandomElements(SketchDistribution distribution) => (ulong)distribution.Columns + (uint)distribution.Rows;

    private void ApplyVector(int worker, int i)
    {
        float* transformed = _scratch[worker].Pointer, result = _launch.Row(i);
        int* picked = _picked.Pointer;
        _transform.Transform(_launch.Left, i, transformed);
        for (int k = 0; k < Rows; k++) result[k] = transformed[picked[k]] * _scale;
    }
}

namespace Engine.Kernels;

/// <summary>Pham and Pagh's TensorSketch: the CountSketch of u ⊗ v that puts u_i v_j, with sign σ1(i) σ2(j), in row (h1(i) + h2(j)) mod s.</summary>
/// <remarks>
/// h1 and σ1 of i come from <see cref="CounterRandom"/> element i, h2 and σ2 of j from element N1 + j: row = lower 31 bits times s, over 2^31; sign - when the top bit is
/// set. Applied as the circular convolution of two CountSketches. Cost per pair: one addition per stored element of u and v, and two complex transforms of
/// length s in double precision, or of the power of two from 2 s - 1 up when s is none. With c1 and c2 the CountSketches of u and v and
/// y = c1 * c2, a result is off, before rounding to single precision, by at most 16 (q + 2^-53) (||c1||₂ ||c2||₂ + ||y||₂), q as
/// <see cref="ComplexTransform"/> bounds the relative error of a transform.
/// Rows needed: O(n² / (δ ε²)) (Pham and Pagh, KDD 2013; Avron, Nguyen and Woodruff, NIPS 2014); s of a few n does on incoherent data. For
/// unit u and v, with a = (1 - Σ u_i⁴)/s and b = (1 - Σ v_j⁴)/s: Var ||S (u ⊗ v)||² = 2 a + 2 b + 4 a b + 2 a b s', s' = s when s is even, else s - 1.
/// </remarks>
public sealed unsafe class TensorSketch : IKroneckerSketch
{
    private readonly NativeBuffer<uint> _leftCodes;
    private readonly NativeBuffer<uint> _rightCodes;
    private readonly ComplexTransform _transform;
    private readonly NativeBuffer<double>[] _scratch;
    private readonly BatchLaunch _launch;

    internal TensorSketch(KroneckerDistribution distribution, RngState state, WorkerTeam team)
    {
        Rows = distribution.Rows;
        LeftLength = distribution.LeftLength;
        RightLength = distribution.RightLength;
        _leftCodes = Codes(state, LeftLength);
        _rightCodes = Codes(state.Advance((ulong)LeftLength), RightLength);
        _transform = new ComplexTransform(Convolution.TransformLength(Rows));
        _launch = new BatchLaunch(team, ApplyPair);
        _scratch = new NativeBuffer<double>[team.Size];
        for (int t = 0; t < team.Size; t++) _scratch[t] = new NativeBuffer<double>(2L * _transform.Length);
    }

    /// <inheritdoc/>
    public int Rows { get; }

    /// <inheritdoc/>
    public int LeftLength { get; }

    /// <inheritdoc/>
    public int RightLength { get; }

    /// <inheritdoc/>
    public void Apply(VectorBatch left, VectorBatch right, Span<float> result) => _launch.Run(left, LeftLength, right, RightLength, result, Rows);

    /// <inheritdoc/>
    void IKroneckerSketch.Apply(BatchView left, BatchView right, float* result, long resultStride) => _launch.Run(left, right, result, resultStride, left.Count);

    /// <inheritdoc/>
    public void Dispose()
    {
        _leftCodes.Dispose();
        _rightCodes.Dispose();
        _transform.Dispose();
        foreach (NativeBuffer<double> scratch in _scratch) scratch.Dispose();
    }

    private NativeBuffer<uint> Codes(RngState state, int length) => ColumnCodes.All(new BlockedCodes(state, Rows, nonZeros: 1), length, nonZeros: 1);

    private void ApplyPair(int worker, int i)
    {
        double* left = _scratch[worker].Pointer, right = left + _transform.Length;
        Count(_launch.Left, i, _leftCodes.Pointer, left);
        Count(_launch.Right, i, _rightCodes.Pointer, right);
        Convolution.Circular(_transform, left, right, Rows, _launch.Row(i));
    }

    private void Count(BatchView vectors, int i, uint* codes, double* sums)
    {
        new Span<double>(sums, _transform.Length).Clear();
        if (vectors.IsSparse) CountKernel.AddSparse(vectors.Values(i), vectors.Ids(i), vectors.Stored(i), codes, sums);
        else CountKernel.AddDense(vectors.Values(i), vectors.Length, codes, sums);
    }
}

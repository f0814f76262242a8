namespace Engine.Kernels;

/// <summary>TensorSRHT: (S (u ⊗ v))_k = (1/√s) (H D1 u)_{p_k} (H D2 v)_{q_k}, H unnormalised, lengths padded to powers of two M1 and M2.</summary>
/// <remarks>
/// <see cref="CounterRandom"/> elements: the signs D1 are the first N1, D2 the next N2; then p_k = M1 times the lower 31 bits, over 2^31, of element 2 k, and
/// q_k the same with M2 of element 2 k + 1. Pairs are independent, with replacement. Cost per pair: M1 log2 M1 + M2 log2 M2 additions and s
/// products. Rows needed: O(ε⁻² n log³(n N / (ε δ))) (Ahle et al., "Oblivious sketching of high-degree polynomial kernels", SODA 2020). For unit u and v,
/// Var ||S (u ⊗ v)||² = ((3 - 2 Σ u_i⁴)(3 - 2 Σ v_j⁴) - 1) / s.
/// </remarks>
public sealed unsafe class TensorHadamardSketch : IKroneckerSketch
{
    private readonly SignedHadamard _left;
    private readonly SignedHadamard _right;
    private readonly NativeBuffer<int> _pairs;
    private readonly NativeBuffer<float>[] _scratch;
    private readonly BatchLaunch _launch;
    private readonly float _scale;

    internal TensorHadamardSketch(KroneckerDistribution distribution, RngState state, WorkerTeam team)
    {
        Rows = distribution.Rows;
        LeftLength = distribution.LeftLength;
        RightLength = distribution.RightLength;
        _scale = (float)(1 / Math.Sqrt(Rows));
        _left = new SignedHadamard(state, LeftLength);
        _right = new SignedHadamard(state.Advance((ulong)LeftLength), RightLength);
        _pairs = new NativeBuffer<int>(2L * Rows);
        DrawPairs(state.Advance((ulong)LeftLength + (uint)RightLength), _left.PaddedLength, _right.PaddedLength, _pairs);
        _launch = new BatchLaunch(team, ApplyPair);
        _scratch = new NativeBuffer<float>[team.Size];
        for (int t = 0; t < team.Size; t++) _scratch[t] = new NativeBuffer<float>((long)_left.PaddedLength + _right.PaddedLength);
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
        _left.Dispose();
        _right.Dispose();
        _pairs.Dispose();
        foreach (NativeBuffer<float> scratch in _scratch) scratch.Dispose();
    }

    internal static ulong RandomElements(KroneckerDistribution distribution) =>
        (ulong)distribution.LeftLength + (uint)distribution.RightLength + 2UL * (uint)distribution.Rows;

    /// <summary>Draws p_k and q_k, one pair after another.</summary>
    /// <param name="state">Where the random sequence begins.</param>
    /// <param name="leftLength">M1.</param>
    /// <param name="rightLength">M2.</param>
    /// <param name="pairs">Receives 2 s numbers.</param>
    internal static void DrawPairs(RngState state, int leftLength, int rightLength, NativeBuffer<int> pairs)
    {
        CounterRandom random = state.Random;
        for (long k = 0; k < pairs.Length; k++)
            pairs.Pointer[k] = (int)SignedRow.Below(random.Bits(state.NextIndex + (ulong)k), k % 2 == 0 ? leftLength : rightLength);
    }

    private void ApplyPair(int worker, int i)
    {
        float* left = _scratch[worker].Pointer, right = left + _left.PaddedLength, result = _launch.Row(i);
        int* pairs = _pairs.Pointer;
        _left.Transform(_launch.Left, i, left);
        _right.Transform(_launch.Right, i, right);
        for (int k = 0; k < Rows; k++, pairs += 2) result[k] = left[pairs[0]] * right[pairs[1]] * _scale;
    }
}

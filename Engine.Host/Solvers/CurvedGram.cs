namespace Engine;

/// <summary>v -> (S J J^T S + ridge I) v in fp64, S a diagonal.</summary>
/// <param name="jacobian">J.</param>
/// <param name="root">S, (K, n), at least 0.</param>
/// <param name="ridge">At least 0.</param>
internal sealed class CurvedGram(FireJacobian jacobian, double[] root, double ridge) : ILinearOperator
{
    private readonly double[] _scaled = new double[root.Length];

    /// <inheritdoc/>
    public int Order => root.Length;

    /// <inheritdoc/>
    public void Apply(ReadOnlySpan<double> vector, Span<double> result)
    {
        for (int i = 0; i < _scaled.Length; i++) _scaled[i] = root[i] * vector[i];
        jacobian.GramTimes(_scaled, result);
        for (int i = 0; i < _scaled.Length; i++) result[i] = root[i] * result[i] + ridge * vector[i];
    }
}

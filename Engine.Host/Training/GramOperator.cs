using Engine.Kernels;

namespace Engine;

/// <summary>v -> (S J J^T S + ridge I) v at the present point of a run, from the fire sets.</summary>
/// <param name="state">The run.</param>
/// <param name="ridge">Added to the diagonal, at least 0.</param>
/// <param name="root">S, a diagonal, (K, n); null for 1.</param>
/// <remarks>The product is computed in fp32 with fp64 sums over neurons. It overwrites the run's partial outputs and <c>Direction</c>.</remarks>
internal sealed class GramOperator(TrainingState state, double ridge, double[]? root = null) : ILinearOperator
{
    private readonly double[] _image = new double[state.Residual.Length];
    private readonly double[] _scaled = root is null ? [] : new double[state.Residual.Length];

    /// <inheritdoc/>
    public int Order => _image.Length;

    /// <inheritdoc/>
    public void Apply(ReadOnlySpan<double> vector, Span<double> result)
    {
        for (int i = 0; i < _scaled.Length; i++) _scaled[i] = root![i] * vector[i];
        state.SetDirection(root is null ? vector : _scaled);
        state.Point.ApplyGram(state.Direction, _image);
        for (int i = 0; i < _scaled.Length; i++) _image[i] *= root![i];
        for (int i = 0; i < result.Length; i++) result[i] = _image[i] + ridge * vector[i];
    }
}

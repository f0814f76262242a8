using Engine.Kernels;

namespace Engine;

/// <summary>v -> (J J^T + ridge I) v at the present point of a run, from the fire sets.</summary>
/// <param name="state">The run.</param>
/// <param name="ridge">Added to the diagonal, at least 0.</param>
/// <remarks>The product is computed in fp32 with fp64 sums over neurons. It overwrites the run's partial outputs and <c>Direction</c>.</remarks>
internal sealed class GramOperator(TrainingState state, double ridge) : ILinearOperator
{
    private readonly double[] _image = new double[state.Residual.Length];

    /// <inheritdoc/>
    public int Order => _image.Length;

    /// <inheritdoc/>
    public void Apply(ReadOnlySpan<double> vector, Span<double> result)
    {
        state.SetDirection(vector);
        state.Point.ApplyGram(state.Direction, _image);
        for (int i = 0; i < result.Length; i++) result[i] = _image[i] + ridge * vector[i];
    }
}

using Engine.Kernels;

namespace Engine;

/// <summary>
/// g = the loss's gradient in the outputs, with step 1 / (c lambda_max(S J J^T S)), S^2 the weights of the samples and c the largest curvature of the loss: the
/// Hessian in the weights is nowhere larger. Estimated by power iteration at the start and whenever a step had to be cut.
/// </summary>
internal sealed class GradientDirection(ulong seed, TimeProvider time) : IDirection
{
    /// <summary>Stream of the start vectors, apart from those of the weights and signs.</summary>
    private const uint StartStream = 2;

    // The quotient is a lower bound of lambda_max; a step of 1/quotient is stable until the bound is off by a factor of 2.
    private const double Tolerance = 1e-2;
    private const int IterationLimit = 100;

    private double _length;

    /// <summary>Asks for a fresh estimate before the next step.</summary>
    public void Forget() => _length = 0;

    /// <inheritdoc/>
    public DirectionReport Compute(TrainingState state, CancellationToken cancellation)
    {
        long start = time.GetTimestamp();
        int iterations = 0;
        if (_length == 0)
        {
            (double largest, iterations) = PowerIteration.Largest(
                new GramOperator(state, ridge: 0, Root(state)), new CounterRandom(seed, StartStream), Tolerance, IterationLimit, cancellation);
            if (!(largest > 0)) return new DirectionReport { Solved = false, Slope = 0, Iterations = iterations };
            _length = 1 / (state.LossFunction.LargestCurvature * largest);
        }

        if (!double.IsFinite(state.Loss)) return new DirectionReport { Solved = false, Slope = 0, Iterations = iterations };
        state.SetDirection(state.Residual);
        return new DirectionReport { Solved = true, Slope = 0, FirstLength = _length, Iterations = iterations, SolveTime = time.GetElapsedTime(start) };
    }

    /// <summary>Roots of the weights, (K, n); null when all are 1.</summary>
    private static double[]? Root(TrainingState state) => state.LossFunction.Weights is { } weights
        ? [.. Enumerable.Range(0, state.Residual.Length).Select(p => Math.Sqrt(weights[p % weights.Length]))]
        : null;
}

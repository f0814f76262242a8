namespace Engine;

/// <summary>A loss as the directions see it: value, gradient in the outputs, and a diagonal quadratic model of it.</summary>
/// <remarks>
/// All arrays are (K, n). The curvature H of the model is diagonal and given by its root S, since Gauss-Newton solves (S G S + mu) v = u, g = S v: S may be 0, and
/// nothing is divided by it. u with gradient = S u comes from the loss, which knows it where both vanish.
/// </remarks>
internal interface ILoss
{
    /// <summary>Whether H is 1 everywhere, so that S can be left out and u is the gradient.</summary>
    bool IsPlain { get; }

    /// <summary>Weight of every sample; null for 1.</summary>
    double[]? Weights { get; }

    /// <summary>Upper bound of the eigenvalues of the exact Hessian in the outputs of a sample of weight 1.</summary>
    double LargestCurvature { get; }

    /// <summary>Value and gradient.</summary>
    /// <param name="outputs">f.</param>
    /// <param name="gradient">Receives dloss/df.</param>
    /// <returns>The loss, summed over samples.</returns>
    double Evaluate(ReadOnlySpan<double> outputs, Span<double> gradient);

    /// <summary>The quadratic model at a point.</summary>
    /// <param name="outputs">f.</param>
    /// <param name="root">Receives S, at least 0.</param>
    /// <param name="scaled">Receives u.</param>
    void Curve(ReadOnlySpan<double> outputs, Span<double> root, Span<double> scaled);
}

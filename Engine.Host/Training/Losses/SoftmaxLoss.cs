namespace Engine;

/// <summary>-w ln p_c with p = softmax(f) and c the right class.</summary>
/// <remarks>
/// The exact Hessian of a sample is diag(p) - p p^T. The model takes 2 p (1 - p), a diagonal that bounds it: row k of the difference has p_k (1 - p_k) on the diagonal
/// and as much beside it (Gershgorin). Outputs stay apart, one n x n system each, and a step of the linearised network lowers the loss. Böhning, Annals of the Institute of Statistical Mathematics 44, 1992: no eigenvalue passes 1/2. NOTES.md compares with the coupled system.
/// </remarks>
internal sealed class SoftmaxLoss : ILoss
{
    private const double Bound = 2;

    private readonly int[] _classOf;
    private readonly double[] _p;

    /// <summary>For K outputs.</summary>
    /// <param name="targets">(K, n): above 0 for the class of the sample.</param>
    /// <param name="outputs">K.</param>
    /// <param name="weights">w, (n); null for 1.</param>
    public SoftmaxLoss(double[] targets, int outputs, double[]? weights = null)
    {
        Weights = weights;
        _classOf = new int[targets.Length / outputs];
        _p = new double[outputs];
        for (int p = 0; p < targets.Length; p++)
        {
            if (targets[p] > 0) _classOf[p % _classOf.Length] = p / _classOf.Length;
        }
    }

    /// <inheritdoc/>
    public bool IsPlain => false;

    /// <inheritdoc/>
    public double[]? Weights { get; }

    /// <inheritdoc/>
    public double LargestCurvature => 0.5;

    /// <inheritdoc/>
    public double Evaluate(ReadOnlySpan<double> outputs, Span<double> gradient)
    {
        double sum = 0;
        int n = _classOf.Length;
        for (int i = 0; i < n; i++)
        {
            double w = Weights is null ? 1 : Weights[i];
            sum += w * Probabilities(outputs, i, out double wrong);
            for (int k = 0; k < _p.Length; k++) gradient[k * n + i] = w * (k == _classOf[i] ? -wrong : _p[k]);
        }

        return sum;
    }

    /// <inheritdoc/>
    public void Curve(ReadOnlySpan<double> outputs, Span<double> root, Span<double> scaled)
    {
        int n = _classOf.Length;
        for (int i = 0; i < n; i++)
        {
            double w = Weights is null ? 1 : Weights[i];
            Probabilities(outputs, i, out double wrong);
            for (int k = 0; k < _p.Length; k++)
            {
                bool own = k == _classOf[i];
                root[k * n + i] = own ? Odds.Curve(w, wrong, _p[k], Bound, out double size) : Odds.Curve(w, _p[k], 1 - _p[k], Bound, out size);
                scaled[k * n + i] = own ? -size : size;
            }
        }
    }

    /// <summary>Softmax of a sample's outputs, to <see cref="_p"/>.</summary>
    /// <param name="outputs">(K, n).</param>
    /// <param name="i">The sample.</param>
    /// <param name="wrong">1 - p_c, as a sum of the others.</param>
    /// <returns>-ln p_c.</returns>
    private double Probabilities(ReadOnlySpan<double> outputs, int i, out double wrong)
    {
        int n = _classOf.Length, c = _classOf[i], first = 0;
        for (int k = 1; k < _p.Length; k++)
        {
            if (outputs[k * n + i] > outputs[first * n + i]) first = k;
        }

        double largest = outputs[first * n + i], rest = 0;
        wrong = 0;
        for (int k = 0; k < _p.Length; k++)
        {
            _p[k] = Math.Exp(outputs[k * n + i] - largest);
            if (k != first) rest += _p[k];
            if (k != c) wrong += _p[k];
        }

        double total = 1 + rest;
        wrong /= total;
        for (int k = 0; k < _p.Length; k++) _p[k] /= total;
        return Odds.LogOnePlus(rest) + (largest - outputs[c * n + i]);
    }
}

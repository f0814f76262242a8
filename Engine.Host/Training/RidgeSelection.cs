using Engine.Kernels;

namespace Engine;

/// <summary>Chooses the weight of 1/2 |W - W(0)|^2 by generalised cross-validation on the Gram matrix of the starting point.</summary>
/// <remarks>
/// Golub, Heath and Wahba 1979: minimise n |(I - A) y|^2 / tr(I - A)^2 with A = G (G + mu)^-1, so (I - A) y = mu alpha with
/// (G + mu) alpha = y, and tr(I - A) = mu tr (G + mu)^-1. y is what the start leaves over, y - f(W(0)). Several outputs share one mu and
/// their criteria are added. Above <see cref="LargestSystem"/> samples an evenly spaced subset decides: mu stands for a noise variance, which does
/// not depend on n. With weights and for other losses G and y are those of the quadratic model at the start, S G S and S^-1 of the gradient.
/// </remarks>
internal static class RidgeSelection
{
    private const int LargestSystem = 2000;

    // mu over the mean diagonal, from interpolation to a near-constant fit, then around the best in quarter decades.
    private const int FirstHalfDecade = -12, LastHalfDecade = 6;

    /// <summary>The absolute ridge of a run: the one asked for, or the one cross-validation likes best.</summary>
    /// <param name="state">A preprocessed run.</param>
    /// <param name="newton">Its Gram matrices.</param>
    /// <param name="asked">Relative ridge of the options; null chooses.</param>
    /// <param name="relative">The ridge over the mean diagonal.</param>
    /// <param name="cancellation">Checked between factorisations.</param>
    public static double Absolute(TrainingState state, GaussNewtonDirection newton, double? asked, out double relative, CancellationToken cancellation)
    {
        NativeBuffer<double> gram = newton.Gram(state, 0, out int stride);
        double diagonal = newton.FirstDiagonal;
        relative = asked ?? Choose(state, newton, gram, stride, diagonal, cancellation);
        return relative * diagonal;
    }

    // gram holds the matrix of one system at a time, of the first one to begin with.
    private static double Choose(
        TrainingState state, GaussNewtonDirection newton, NativeBuffer<double> gram, int stride, double diagonal, CancellationToken cancellation)
    {
        int step = (state.Count + LargestSystem - 1) / LargestSystem;
        int order = (state.Count + step - 1) / step;
        using var cholesky = new Cholesky(order, state.Team);
        using var matrix = new NativeBuffer<double>((long)order * order);
        int systems = newton.Systems, held = 0;
        double Score(double exponent)
        {
            double total = 0, mu = Math.Pow(10, exponent) * diagonal;
            for (int k = 0; k < state.Network.Outputs; k++)
            {
                cancellation.ThrowIfCancellationRequested();
                // Densely wired outputs share the first system and its factor.
                if (k < systems)
                {
                    if (k != held) newton.Gram(state, held = k, out _);
                    Subset(gram, stride, step, matrix, order);
                    GaussNewtonDirection.AddToDiagonal(matrix, order, order, mu);
                    if (cholesky.Factor(matrix, order).Status != FactorStatus.Success) return double.PositiveInfinity;
                }

                total += Criterion(cholesky, newton.Scaled.AsSpan(k * state.Count, state.Count), step, order);
            }

            return total;
        }

        double best = FirstHalfDecade / 2.0, least = double.PositiveInfinity;
        void Try(double exponent)
        {
            double score = Score(exponent);
            if (score >= least) return;
            (best, least) = (exponent, score);
        }

        for (int half = FirstHalfDecade; half <= LastHalfDecade; half++) Try(half / 2.0);
        double centre = best;
        Try(centre - 0.25);
        Try(centre + 0.25);
        return Math.Pow(10, best);
    }

    /// <summary>n |alpha|^2 / (tr (G + mu)^-1)^2; mu cancels.</summary>
    private static double Criterion(Cholesky cholesky, ReadOnlySpan<double> residual, int step, int order)
    {
        double[] alpha = new double[order], inverse = new double[order];
        for (int i = 0; i < order; i++) alpha[i] = residual[i * step];
        cholesky.Solve(alpha);
        double trace = cholesky.InverseDiagonal(inverse), square = 0;
        foreach (double a in alpha) square += a * a;
        return order * square / (trace * trace);
    }

    private static void Subset(NativeBuffer<double> gram, int stride, int step, NativeBuffer<double> matrix, int order)
    {
        for (int i = 0; i < order; i++)
        {
            Span<double> source = gram.Slice((long)i * step * stride, i * step + 1), target = matrix.Slice((long)i * order, i + 1);
            for (int j = 0; j <= i; j++) target[j] = source[j * step];
        }
    }
}

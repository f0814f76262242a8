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
    /// <param name="asked">Relative ridge of the options; null chooses.</param>
    /// <param name="relative">The ridge over the mean diagonal.</param>
    /// <param name="cancellation">Checked between factorisations.</param>
    public static double Absolute(TrainingState state, double? asked, out double relative, CancellationToken cancellation)
    {
        using var gram = new SubsetGram(state, asked is null ? LargestSystem : 1);
        double diagonal = gram.MeanDiagonal(output: 0);
        relative = asked ?? Choose(state, gram, diagonal, cancellation);
        return relative * diagonal;
    }

    private static double Choose(TrainingState state, SubsetGram gram, double diagonal, CancellationToken cancellation)
    {
        int step = gram.Step, order = gram.Order;
        using var cholesky = new Cholesky(order, state.Team);
        using var matrix = new NativeBuffer<double>((long)order * order);
        int systems = gram.Systems, held = -1;
        double Score(double exponent)
        {
            double total = 0, mu = Math.Pow(10, exponent) * diagonal;
            for (int k = 0; k < state.Network.Outputs; k++)
            {
                cancellation.ThrowIfCancellationRequested();
                // Densely wired outputs share the first system and its factor.
                if (k < systems)
                {
                    if (k != held) gram.Build(held = k);
                    Copy(gram, matrix);
                    GaussNewtonDirection.AddToDiagonal(matrix, order, order, mu);
                    if (cholesky.Factor(matrix, order).Status != FactorStatus.Success) return double.PositiveInfinity;
                }

                total += Criterion(cholesky, gram.Scaled.AsSpan(k * state.Count, state.Count), step, order);
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

    private static void Copy(SubsetGram gram, NativeBuffer<double> matrix)
    {
        for (int i = 0; i < gram.Order; i++) gram.Matrix.Slice((long)i * gram.Stride, i + 1).CopyTo(matrix.Slice((long)i * gram.Order, i + 1));
    }
}

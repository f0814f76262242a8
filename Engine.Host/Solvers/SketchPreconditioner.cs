using Engine.Kernels;

namespace Engine;

/// <summary>(R^T R)^-1 for the triangular factor R of S J^T: sketch and precondition.</summary>
/// <remarks>
/// R^T R = (S J^T)^T (S J^T), so R is the Cholesky factor of the sketch's own Gram matrix. Squaring loses nothing here: a sketch is rounded to fp32, so
/// singular values below 2^-24 of the largest are noise, and their squares are above what fp64 sums resolve. When the factor does not exist or
/// power iterations with the matrix and its inverse show a numerical rank below n, RandLAPACK's rule takes over (rl_preconditioners.hh, make_right_orthogonalizer): from the
/// singular values sigma and vectors V of S J^T, M = V diag(1 / (sigma^2 + ridge)) V^T over those with
/// sqrt(sigma^2 + ridge) at least n eps times the largest, eps that of fp32; the rest is cut off. Rokhlin and Tygert 2008; Avron, Maymounkov and Toledo 2010.
/// </remarks>
internal static unsafe class SketchPreconditioner
{
    private const double SketchEpsilon = 1.0 / (1 << 23);

    // The rule is one of magnitudes.
    private const double QuotientTolerance = 0.02;
    private const int QuotientLimit = 30;

    /// <summary>Builds M from sketched rows.</summary>
    /// <param name="sketched">Row i is S J_i^T; (n, s).</param>
    /// <param name="order">n.</param>
    /// <param name="depth">s, at least n for full rank.</param>
    /// <param name="ridge">What the system has on its diagonal beside J J^T, at least 0.</param>
    /// <param name="team">Who does the work.</param>
    /// <returns>Null when the sketch holds a NaN or an infinity.</returns>
    /// <remarks>n^2 s + n^3 / 3 operations, n^2 doubles; about 14 n^3 and twice the memory when rank has to be cut.</remarks>
    public static IPreconditioner? TryBuild(NativeBuffer<float> sketched, int order, int depth, double ridge, WorkerTeam team)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(ridge);
        if ((long)order * depth > sketched.Length)
            throw new ArgumentException($"n * s <= length does not hold: n={order}, s={depth}, length={sketched.Length}.", nameof(sketched));
        int stride = (order + 7) & ~7;
        var gram = new NativeBuffer<double>((long)order * stride);
        using (var product = new SymmetricProduct(order, team)) product.Multiply(sketched.Pointer, depth, order, depth, gram.Pointer, stride);
        double largest = 0;
        for (int i = 0; i < order; i++) largest = Math.Max(largest, gram.Slice((long)i * stride + i, 1)[0]);
        if (!double.IsFinite(largest))
        {
            gram.Dispose();
            return null;
        }

        double cut = order * SketchEpsilon;
        IPreconditioner? whole = Factored(gram, order, stride, ridge, cut, team);
        IPreconditioner result = whole ?? Truncated(gram, order, stride, ridge, cut, team);
        gram.Dispose();
        return result;
    }

    /// <summary>The inverse by Cholesky; null unless all singular values are above the cut.</summary>
    private static CholeskyPreconditioner? Factored(NativeBuffer<double> gram, int order, int stride, double ridge, double cut, WorkerTeam team)
    {
        CholeskyPreconditioner? whole = CholeskyPreconditioner.TryBuild(
            order, (matrix, rowStride) => Copy(gram, matrix, order, stride), ridge, team, mayShift: false);
        if (whole is null) return null;
        var start = new CounterRandom(seed: 0, stream: 0);
        double inverse = PowerIteration.Largest(whole, start, QuotientTolerance, QuotientLimit, CancellationToken.None).Eigenvalue;
        double top = PowerIteration.Largest(new LowerTriangle(gram, order, stride), start, QuotientTolerance, QuotientLimit, CancellationToken.None).Eigenvalue;
        if (1 >= cut * cut * (top + ridge) * inverse) return whole;
        whole.Dispose();
        return null;
    }

    private static SpectralPreconditioner Truncated(NativeBuffer<double> gram, int order, int stride, double ridge, double cut, WorkerTeam team)
    {
        var values = new double[order];
        using var vectors = new NativeBuffer<double>((long)order * order);
        for (int i = 0; i < order; i++) vectors.Slice((long)i * order + i, 1)[0] = 1;
        using (var eigen = new SymmetricEigen(order, team)) eigen.Decompose(gram, order, stride, values, vectors, order);
        double top = order == 0 ? 0 : Math.Max(0, values[^1]) + ridge;
        int first = 0;
        while (first < order && Math.Max(0, values[first]) + ridge < cut * cut * top) first++;
        var kept = new NativeBuffer<double>((long)(order - first) * order);
        var weights = new double[order - first];
        for (int i = first; i < order; i++)
        {
            weights[i - first] = 1 / (Math.Max(0, values[i]) + ridge);
            vectors.Slice((long)i * order, order).CopyTo(kept.Slice((long)(i - first) * order, order));
        }

        return new SpectralPreconditioner(kept, order, weights, tail: 0, shift: ridge, team);
    }

    private static void Copy(NativeBuffer<double> source, NativeBuffer<double> target, int order, int stride)
    {
        for (int i = 0; i < order; i++) source.Slice((long)i * stride, i + 1).CopyTo(target.Slice((long)i * stride, i + 1));
    }
}

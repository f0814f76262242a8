using Engine.Kernels;

namespace Engine;

/// <summary>The randomised Nystrom preconditioner: rank l, from l products with A, for systems A + mu I too large to factor.</summary>
/// <remarks>
/// Frangella, Tropp and Udell, "Randomized Nystrom preconditioning" (SIAM J. Matrix Anal. Appl. 44, 2023), algorithms 2.1 and 5.1: an orthonormal
/// random block Omega, Y = A Omega, A_nys = Y (Omega^T Y)^-1 Y^T = U Lambda U^T with a shift nu that keeps the core definite, and
/// M = U (Lambda + mu)^-1 U^T + (I - U U^T) / (lambda_l + mu). With l at least twice the effective dimension tr A (A + mu)^-1 the condition number is below 28
/// in expectation (their Theorem 5.1). Orthonormal rows come from Cholesky twice over, which for a Gaussian block is as good as QR.
/// </remarks>
internal static unsafe class NystromPreconditioner
{
    private const double UnitRoundoff = 1.0 / (1L << 53);
    private const double ShiftFactor = 10;
    private const int ShiftTries = 8;
    private const int VectorsPerProduct = 8;

    /// <summary>Builds M.</summary>
    /// <param name="system">A, positive semidefinite, without mu.</param>
    /// <param name="rank">l, in [1, n].</param>
    /// <param name="ridge">mu, at least 0.</param>
    /// <param name="random">Where Omega comes from; element i n + j is component j of its row i.</param>
    /// <param name="team">Who does the work.</param>
    /// <returns>Null when A is not positive semidefinite to rounding, or holds a NaN.</returns>
    /// <remarks>l products with A, about 5 l^2 n + 15 l^3 operations, 2 l n + 3 l^2 doubles.</remarks>
    public static SpectralPreconditioner? TryBuild(ILinearOperator system, int rank, double ridge, CounterRandom random, WorkerTeam team)
    {
        int order = system.Order, stride = (rank + 7) & ~7;
        ArgumentOutOfRangeException.ThrowIfLessThan(rank, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rank, order);
        ArgumentOutOfRangeException.ThrowIfNegative(ridge);
        using var omega = new NativeBuffer<double>((long)rank * order);
        using var core = new NativeBuffer<double>((long)rank * stride);
        using var cholesky = new Cholesky(rank, team);
        var image = new NativeBuffer<double>((long)rank * order);
        for (int i = 0; i < rank; i++)
        {
            Span<double> row = omega.Slice((long)i * order, order);
            for (int j = 0; j < order; j++) row[j] = random.Normal((ulong)((long)i * order + j));
        }

        for (int pass = 0; pass < 2; pass++)
        {
            RowArithmetic.LowerProducts(omega, omega, rank, order, core, stride, team);
            if (cholesky.Factor(core, 0, rank, stride).Status != FactorStatus.Success) return Fail(image);
            RowArithmetic.SolveLower(core, stride, omega, rank, order, team);
        }

        double square = 0;
        for (int i = 0; i < rank; i += VectorsPerProduct)
        {
            int count = Math.Min(VectorsPerProduct, rank - i);
            Span<double> rows = image.Slice((long)i * order, count * order);
            system.ApplyRows(omega.Slice((long)i * order, count * order), rows);
            square += VectorArithmetic.Dot(rows, rows);
        }

        if (!(square > 0) || !double.IsFinite(square)) return Fail(image);
        double added = 0, shift = Math.Sqrt(order * square) * UnitRoundoff;
        for (int attempt = 0; ; attempt++, shift *= ShiftFactor)
        {
            for (int i = 0; i < rank; i++)
                VectorArithmetic.AddScaled(shift - added, omega.Slice((long)i * order, order), image.Slice((long)i * order, order));
            added = shift;
            RowArithmetic.LowerProducts(omega, image, rank, order, core, stride, team);
            if (cholesky.Factor(core, 0, rank, stride).Status == FactorStatus.Success) break;
            if (attempt == ShiftTries) return Fail(image);
        }

        RowArithmetic.SolveLower(core, stride, image, rank, order, team);
        return Spectrum(image, core, stride, rank, order, added, ridge, team);
    }

    /// <summary>From B with A_nys + shift = B^T B: eigenvectors U^T = Theta^(-1/2) V^T B of B B^T = V Theta V^T.</summary>
    private static SpectralPreconditioner? Spectrum(
        NativeBuffer<double> factor, NativeBuffer<double> core, int stride, int rank, int order, double shift, double ridge, WorkerTeam team)
    {
        RowArithmetic.LowerProducts(factor, factor, rank, order, core, stride, team);
        using var vectors = new NativeBuffer<double>((long)rank * rank);
        for (int i = 0; i < rank; i++) vectors.Slice((long)i * rank + i, 1)[0] = 1;
        var theta = new double[rank];
        using (var eigen = new SymmetricEigen(rank, team))
        {
            if (eigen.Decompose(core, rank, stride, theta, vectors, rank) != EigenStatus.Success) return Fail(factor);
        }

        int first = 0;
        while (theta[first] <= rank * 2 * UnitRoundoff * theta[^1]) first++;
        int kept = rank - first;
        var weights = new double[kept];
        for (int i = 0; i < kept; i++)
        {
            double value = theta[first + i], scale = 1 / Math.Sqrt(value);
            foreach (ref double element in vectors.Slice((long)(first + i) * rank, rank)) element *= scale;
            weights[i] = 1 / Math.Max(Math.Max(0, value - shift) + ridge, shift);
        }

        var rows = new NativeBuffer<double>((long)kept * order);
        RowArithmetic.Combine(vectors.Pointer + (long)first * rank, factor, rows, kept, rank, order, team);
        factor.Dispose();
        // Where columns were dropped, the smallest eigenvalue found is 0.
        double tail = first == 0 ? weights[0] : 1 / Math.Max(ridge, shift);
        return new SpectralPreconditioner(rows, order, weights, tail, shift: ridge, team);
    }

    private static SpectralPreconditioner? Fail(NativeBuffer<double> image)
    {
        image.Dispose();
        return null;
    }
}

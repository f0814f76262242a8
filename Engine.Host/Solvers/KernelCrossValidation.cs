using Engine.Kernels;

namespace Engine;

/// <summary>Chooses shift and ridge by generalised cross-validation on the infinite-width kernel: no network is built.</summary>
/// <remarks>
/// Golub, Heath and Wahba 1979: with A = H (H + mu)^-1, n |(I - A) y|^2 / tr(I - A)^2, here over n. One eigendecomposition H = V Lambda V^T for each shift gives every
/// ridge: with beta = V^T y, (I - A) y has coordinates mu beta_i / (lambda_i + mu) and tr(I - A) is the sum of mu / (lambda_i + mu). Only V^T y is
/// computed, never V. Outputs share a ridge and their scores are added. Above <see cref="LargestSystem"/> samples an evenly spaced subset
/// decides; a ridge stands for the variance of noise, which does not depend on n.
/// </remarks>
internal static class KernelCrossValidation
{
    /// <summary>Most samples to decompose.</summary>
    public const int LargestSystem = 1500;

    /// <summary>Scores every pair of a shift and a ridge.</summary>
    /// <param name="rows">Transformed samples, (n, d) row-major, unit norm.</param>
    /// <param name="dimension">d.</param>
    /// <param name="targets">(K, n), less what the network puts out untrained (zero in expectation).</param>
    /// <param name="shifts">Candidates for b, in [0, 15].</param>
    /// <param name="relativeRidges">Candidates for the ridge over the kernel's diagonal, above 0.</param>
    /// <param name="team">Who does the work.</param>
    /// <param name="cancellation">Checked before every decomposition.</param>
    /// <exception cref="ArgumentException">Sizes do not fit, there is no candidate, or a number is out of range.</exception>
    /// <remarks>8/3 n^3 operations a shift, K n a candidate.</remarks>
    public static CrossValidationTable Score(
        ReadOnlySpan<float> rows, int dimension, ReadOnlySpan<double> targets, IReadOnlyList<double> shifts, IReadOnlyList<double> relativeRidges,
        WorkerTeam team, CancellationToken cancellation)
    {
        int count = rows.Length / dimension;
        if (count == 0 || targets.Length % count != 0 || targets.Length == 0)
            throw new ArgumentException($"targets are (K, n) does not hold: targets.Length={targets.Length}, n={count}.", nameof(targets));
        if (shifts.Count == 0 || relativeRidges.Count == 0) throw new ArgumentException("at least one shift and one ridge does not hold.", nameof(shifts));
        foreach (double ridge in relativeRidges)
        {
            if (!(ridge > 0 && double.IsFinite(ridge))) throw new ArgumentException($"ridges are above 0 does not hold: {ridge}.", nameof(relativeRidges));
        }

        int step = (count + LargestSystem - 1) / LargestSystem, order = (count + step - 1) / step, outputs = targets.Length / count;
        var subset = new float[order * dimension];
        for (int i = 0; i < order; i++) rows.Slice(i * step * dimension, dimension).CopyTo(subset.AsSpan(i * dimension));
        using var samples = new PackedRows(subset, dimension);
        using var matrix = new NativeBuffer<double>((long)order * order);
        using var coordinates = new NativeBuffer<double>((long)order * outputs);
        using var eigen = new SymmetricEigen(order, team);
        var values = new double[order];
        var table = new List<CrossValidationRow>();
        foreach (double shift in shifts)
        {
            cancellation.ThrowIfCancellationRequested();
            var kernel = new InfiniteWidthKernel(shift);
            kernel.FillLower(samples, matrix, order, team);
            Span<double> y = coordinates.Slice(0, order * outputs);
            for (int i = 0; i < order; i++)
            {
                for (int k = 0; k < outputs; k++) y[i * outputs + k] = targets[k * count + i * step];
            }

            EigenStatus status = eigen.Decompose(matrix, order, order, values, coordinates, outputs);
            foreach (double ridge in relativeRidges)
            {
                table.Add(status == EigenStatus.Success
                    ? Candidate(shift, ridge, ridge * kernel.Diagonal, values, y, outputs)
                    : new CrossValidationRow(shift, ridge, double.NaN, double.NaN));
            }
        }

        CrossValidationRow best = table[0];
        foreach (CrossValidationRow row in table)
        {
            if (row.Score < best.Score || double.IsNaN(best.Score)) best = row;
        }

        return new CrossValidationTable(table, best, order);
    }

    private static CrossValidationRow Candidate(double shift, double relative, double ridge, double[] values, ReadOnlySpan<double> coordinates, int outputs)
    {
        double square = 0, trace = 0;
        for (int i = 0; i < values.Length; i++)
        {
            // The kernel is positive semidefinite; what is below 0 is rounding.
            double left = ridge / (Math.Max(0, values[i]) + ridge);
            trace += left;
            foreach (double beta in coordinates.Slice(i * outputs, outputs)) square += left * beta * (left * beta);
        }

        return new CrossValidationRow(shift, relative, values.Length * square / (trace * trace), values.Length - trace);
    }
}

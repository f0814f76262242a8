namespace Engine;

/// <summary>How well kernel ridge regression with one shift and ridge foretells samples it has not seen, by <see cref="KernelCrossValidation"/>.</summary>
/// <param name="Shift">b.</param>
/// <param name="RelativeRidge">Ridge over the kernel's diagonal P(N > b).</param>
/// <param name="Losses">What leaving each sample out cost: for classes 1 where it is then mistaken for another and 0 elsewhere, else the squared error. Infinite where the system could not be factored.</param>
/// <param name="SquaredError">Leave-one-out squared error of a sample in the mean, summed over outputs.</param>
/// <param name="Generalised">Generalised cross-validation of the same: every sample counts with the mean leverage.</param>
/// <param name="EffectiveParameters">tr A, the number of parameters the fit uses, in [0, n].</param>
internal sealed record CrossValidationRow(
    double Shift, double RelativeRidge, double[] Losses, double SquaredError, double Generalised, double EffectiveParameters)
{
    // What is worse by less is not worth a smaller shift, which can cost ten times as much.
    private const double Tolerance = 0.02;

    /// <summary>Standard errors that tell two candidates apart.</summary>
    public const double OfTwo = 1;

    /// <summary>The same of the best of many: the least of thirty is less than its expectation.</summary>
    public const double OfMany = 2;

    /// <summary>Mean of <see cref="Losses"/>.</summary>
    public double Score { get; } = Losses.Sum() / Losses.Length;

    /// <summary>Whether this is worse than another by at most 2 %, or by at most so many standard errors of the difference, samples paired.</summary>
    /// <remarks>With differences delta_i, mean &lt;= k sd / sqrt(n) is (sum delta)^2 &lt;= k^2 sum delta^2 where the sum is positive: exact for zeros and ones.</remarks>
    public bool IsAsGoodAs(CrossValidationRow other, double standardErrors = OfMany)
    {
        double sum = 0, square = 0;
        for (int i = 0; i < Losses.Length; i++)
        {
            double apart = Losses[i] - other.Losses[i];
            sum += apart;
            square += apart * apart;
        }

        return sum <= Tolerance * other.Score * Losses.Length || (double.IsFinite(sum) && sum * sum <= standardErrors * standardErrors * square);
    }
}

namespace Engine.Perf;

/// <summary>How far two runs that must agree are apart.</summary>
/// <param name="Loss">Largest relative difference of their losses, over the iterations whose loss fp32 still resolves.</param>
/// <param name="Output">Largest difference of their final outputs, for labels +1 and -1.</param>
internal sealed record RunComparison(double Loss, double Output)
{
    // A loss of 1e-6 of the first is a residual of 1e-3, and fp32 outputs of about one are good to 1e-6.
    private const double ResolvedShare = 1e-6, Tolerance = 1e-2;

    /// <summary>Compares them iteration by iteration.</summary>
    /// <exception cref="ComparisonFailedException">They differ by more than rounding explains.</exception>
    public static RunComparison Of(IterationRun sparse, IterationRun dense)
    {
        double floor = ResolvedShare * dense.Samples[0].Loss;
        double loss = sparse.Samples.Zip(dense.Samples).Where(pair => pair.Second.Loss >= floor)
            .Max(pair => Math.Abs(pair.First.Loss - pair.Second.Loss) / pair.Second.Loss);
        double output = sparse.Outputs.Zip(dense.Outputs, (a, b) => Math.Abs(a - b)).Max();
        if (!(loss <= Tolerance && output <= Tolerance))
            throw new ComparisonFailedException($"sparse and dense iterations differ: losses by {loss:G3} of themselves, outputs by {output:G3}; at most {Tolerance:G3} is rounding.");
        return new RunComparison(loss, output);
    }
}

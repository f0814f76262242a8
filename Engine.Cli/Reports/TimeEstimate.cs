namespace Engine.Cli;

/// <summary>What a plan will take, in seconds; good to a factor of about two.</summary>
/// <param name="Preprocess">Scores of all pairs, candidate lists.</param>
/// <param name="Step">One step.</param>
/// <remarks>
/// Arithmetic at one rate, plus passes over the candidate lists at another. Measured with digits and diabetes, widths 2^11 to 2^18, on two
/// cores of an AMD EPYC with AVX-512. The Gram pass, two passes of the step and its line search make four.
/// </remarks>
internal sealed record TimeEstimate(double Preprocess, double Step)
{
    private const double FlopsPerThread = 10e9, ListBytesPerSecond = 5e9, ListPasses = 4;

    /// <summary>Prices the plan of a deep network.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="threads">Threads; 0 for one per processor.</param>
    public static TimeEstimate Of(DeepPlan plan, int threads)
    {
        double rate = FlopsPerThread / 2 * (threads == 0 ? Environment.ProcessorCount : Math.Min(threads, Environment.ProcessorCount));
        return new TimeEstimate(plan.PreprocessMultiplications / rate, plan.StepMultiplications / rate);
    }

    /// <summary>Prices a plan.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="threads">Threads; 0 for one per processor.</param>
    public static TimeEstimate Of(TrainingPlan plan, int threads)
    {
        double flops = FlopsPerThread * (threads == 0 ? Environment.ProcessorCount : Math.Min(threads, Environment.ProcessorCount));
        double pass = plan.ListBytes / ListBytesPerSecond;
        return new TimeEstimate(plan.PreprocessFlops / flops + pass, plan.StepFlops / flops + ListPasses * pass);
    }
}

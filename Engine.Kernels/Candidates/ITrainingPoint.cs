namespace Engine.Kernels;

/// <summary>The present point of a training run: where the weights are, and who fires there. What the directions, the step rule and the telemetry need of it.</summary>
/// <remarks>
/// Neuron r fires on sample i iff z_ri &gt; b. Every implementation moves the weights the same way and differs in how it finds out who fires, so all of them follow
/// the same trajectory up to rounding. One thread at a time; the passes themselves use the team, and their bits do not depend on its size.
/// </remarks>
internal interface ITrainingPoint : IDisposable
{
    /// <summary>Neurons in ascending order, in the ranges that <see cref="CollectFired"/> reports by; with grouped wiring none crosses from one output to the next.</summary>
    IReadOnlyList<NeuronRange> Ranges { get; }

    /// <summary>What the last <see cref="Preprocess"/> or <see cref="Step"/> found.</summary>
    PassCounts Counts { get; }

    /// <summary>What the last <see cref="Preprocess"/> or <see cref="Step"/> took.</summary>
    PassWork Work { get; }

    /// <summary>One step in so many should be taken with <see cref="StepMove.RefreshAll"/>, which ends the sum of rounding errors.</summary>
    int RefreshPeriod { get; }

    /// <summary>Scores every pair once: 2 m n d operations.</summary>
    /// <exception cref="OperationCanceledException">Cancelled; the point is not usable then.</exception>
    void Preprocess(CancellationToken cancellation);

    /// <summary>Moves all weights along a direction and brings fire sets and outputs up to date.</summary>
    void Step(StepMove move);

    /// <summary>f at the present point, after <see cref="Preprocess"/> or <see cref="Step"/>.</summary>
    /// <param name="outputs">(K, n).</param>
    void ReadOutputs(double[] outputs);

    /// <summary>J J^T v at the present point. <see cref="ReadOutputs"/> is of no use until the next step.</summary>
    /// <param name="vectors">v, (K, n rounded up to 32).</param>
    /// <param name="result">(K, n).</param>
    void ApplyGram(NativeBuffer<float> vectors, double[] result);

    /// <summary>J (W - W(0)) at the present point. <see cref="ReadOutputs"/> is of no use until the next step.</summary>
    /// <param name="result">(K, n).</param>
    /// <returns>How far the weights have moved.</returns>
    Displacement ApplyDisplacement(double[] result);

    /// <summary>Reads the fire sets, one element per range.</summary>
    void CollectFired(FiredRows[] fired);

    /// <summary>Writes W.</summary>
    /// <param name="destination">(m, d); may be the W(0) the point started from, after which the point is of no further use.</param>
    void Materialise(NativeBuffer<float> destination);
}

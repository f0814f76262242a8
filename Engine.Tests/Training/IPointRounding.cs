namespace Engine.Tests.Training;

/// <summary>Bounds on what rounding does to a run's point, kept from step to step.</summary>
internal interface IPointRounding
{
    /// <summary>By neuron: how far a score of the library may be from the exact one of the point.</summary>
    double Score(int neuron);

    /// <summary>By neuron: how far an inner product of w - w(0) with a sample may be from the exact one.</summary>
    double Displacement(int neuron);

    /// <summary>Takes note of a step.</summary>
    /// <param name="share">Share of the first length that was taken. Every cut at least halves it, so there were at most log₂(1 / share).</param>
    /// <param name="length">The length taken.</param>
    /// <returns>Bound on |W - (W before + the step in exact arithmetic)|.</returns>
    double Advance(double share, double length);
}

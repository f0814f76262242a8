namespace Engine;

/// <summary>What a neuron that fires passes on; both forms fire iff z &gt; b.</summary>
public enum ShiftForm
{
    /// <summary>z - b: continuous, so that steps follow their linearisation. Default.</summary>
    Continuous,

    /// <summary>z: the form of arXiv 2112.07628. It jumps at b, and only the line search keeps first steps from going wrong (NOTES.md).</summary>
    HardThreshold,
}

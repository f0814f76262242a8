using Engine.Kernels;

namespace Engine;

/// <summary>Finds the fire sets of a part of the neurons. One thread at a time; different parts at once.</summary>
internal interface IFireFinder
{
    /// <summary>Starts from all weights of the part.</summary>
    /// <param name="weights">Shape (count, d); neuron numbers below are those of its rows.</param>
    /// <param name="sets">Overwritten.</param>
    PassWork Start(ReadOnlySpan<float> weights, FiredRows sets);

    /// <summary>Some neurons have moved.</summary>
    /// <param name="weights">Shape (count, d).</param>
    /// <param name="moved">Their numbers, ascending. The other rows are those of the call before.</param>
    /// <param name="before">The sets before.</param>
    /// <param name="sets">Overwritten; another object than <paramref name="before"/>.</param>
    PassWork Move(ReadOnlySpan<float> weights, ReadOnlySpan<int> moved, FiredRows before, FiredRows sets);
}

namespace Engine.Kernels;

/// <summary>Nanoseconds of the parts of a trained matrix's work, two threads of the machine we develop on (perf/results, deep-iteration): only their ratios decide.</summary>
internal static class LayerCosts
{
    /// <summary>A multiplication of W by a sparse input: W streams from memory, half a cache line per pair of active units is used.</summary>
    public const double Gather = 0.04;

    /// <summary>A multiplication of K by a step: rows of K and Z lie in the cache.</summary>
    public const double Gram = 0.02;

    /// <summary>A multiplication of two sparse rows.</summary>
    public const double Products = 0.5;

    /// <summary>An entry of a sparse outer product added to W.</summary>
    public const double Scatter = 0.5;

    /// <summary>A multiplication of a dense product.</summary>
    public const double Dense = 0.0045;

    /// <summary>A number of W that a dense fold reads, adds to and writes.</summary>
    public const double Move = 0.15;

    /// <summary>A score compared with the threshold.</summary>
    public const double Compare = 0.06;
}

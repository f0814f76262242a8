namespace Engine.Kernels;

/// <summary>Nanoseconds of the parts of a trained matrix's work, two threads of the machine we develop on (m = 8192, n = 128): only their ratios decide.</summary>
internal static class LayerCosts
{
    /// <summary>A multiplication of W by a sparse input: W streams from memory.</summary>
    public const double Gather = 0.045;

    /// <summary>A multiplication of K by a step, the step's sum included: rows of K lie in the cache, rows of Z are met at random.</summary>
    public const double Gram = 0.15;

    /// <summary>A multiplication of two sparse rows.</summary>
    public const double Products = 0.45;

    /// <summary>An entry of a sparse outer product added to W: a cache line is fetched for most of them.</summary>
    public const double Scatter = 2.5;

    /// <summary>A multiplication of a dense product.</summary>
    public const double Dense = 0.0043;

    /// <summary>A number of W that is read in order, or read and written.</summary>
    public const double Move = 0.4;

    /// <summary>A number written to memory never used before.</summary>
    public const double FirstUse = 5;

    /// <summary>A score compared with the threshold.</summary>
    public const double Compare = 0.28;
}

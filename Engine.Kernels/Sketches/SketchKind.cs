namespace Engine.Kernels;

/// <summary>The families of sketches; NOTES.md beside this file compares them.</summary>
public enum SketchKind
{
    /// <summary>Independent normal entries: the best embedding for its rows, and the dearest to apply.</summary>
    Gaussian,

    /// <summary>Random signs, a Walsh-Hadamard transform, and a few of its rows (SRHT).</summary>
    SubsampledHadamard,

    /// <summary>One ±1 per column.</summary>
    Count,

    /// <summary>A few ±1 per column in distinct rows (OSNAP, SASO, sparse Johnson-Lindenstrauss).</summary>
    SparseSign,

    /// <summary>As <see cref="SparseSign"/>, each of the ±1 in a block of rows of its own.</summary>
    BlockedSparseSign,
}

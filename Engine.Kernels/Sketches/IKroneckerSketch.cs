namespace Engine.Kernels;

/// <summary>One s x (N1 N2) matrix S with E[SᵀS] = I, applied to u ⊗ v without forming either.</summary>
/// <remarks>
/// (u ⊗ v) has u_i v_j at i N2 + j. Bilinear up to rounding. The same bits for any team size, and for a pair alone or in a batch; the same numbers for a
/// factor given dense or sparse with ascending ids. An object serves one caller at a time; applying it allocates nothing.
/// </remarks>
public interface IKroneckerSketch : IDisposable
{
    /// <summary>s.</summary>
    int Rows { get; }

    /// <summary>N1, the length of u.</summary>
    int LeftLength { get; }

    /// <summary>N2, the length of v.</summary>
    int RightLength { get; }

    /// <summary>Writes S (u ⊗ v) for every pair.</summary>
    /// <param name="left">n vectors u of length N1.</param>
    /// <param name="right">n vectors v of length N2.</param>
    /// <param name="result">Shape (n, s), row-major: row i is S (u_i ⊗ v_i). Must not overlap the factors.</param>
    /// <exception cref="ArgumentException">A shape does not fit.</exception>
    void Apply(VectorBatch left, VectorBatch right, Span<float> result);

    /// <summary>The same for factors and results in native memory, which stays in place; shapes are the caller's to check.</summary>
    /// <param name="left">n vectors u of length N1.</param>
    /// <param name="right">n vectors v of length N2.</param>
    /// <param name="result">S (u ⊗ v) of the first pair.</param>
    /// <param name="resultStride">Elements from one result to the next, at least s.</param>
    internal unsafe void Apply(BatchView left, BatchView right, float* result, long resultStride);
}

namespace Engine.Kernels;

/// <summary>One s x N matrix S, applied without being formed.</summary>
/// <remarks>
/// Linear up to rounding. The same bits for any team size, and for a vector alone or in a batch. An object serves one caller at a time; applying it
/// allocates nothing.
/// </remarks>
public interface ISketch : IDisposable
{
    /// <summary>s.</summary>
    int Rows { get; }

    /// <summary>N.</summary>
    int Columns { get; }

    /// <summary>Writes S x for every vector x.</summary>
    /// <param name="vectors">n vectors of length N.</param>
    /// <param name="result">Shape (n, s), row-major: row i is S x_i. Must not overlap the vectors.</param>
    /// <exception cref="ArgumentException">A shape does not fit.</exception>
    void Apply(VectorBatch vectors, Span<float> result);

    /// <summary>The same for vectors and results in native memory, which stays in place; shapes are the caller's to check.</summary>
    /// <param name="vectors">n vectors of length N.</param>
    /// <param name="result">S x of the first vector.</param>
    /// <param name="resultStride">Elements from one result to the next, at least s.</param>
    internal unsafe void Apply(BatchView vectors, float* result, long resultStride);
}

namespace Engine.Kernels;

/// <summary>A pinned <see cref="VectorBatch"/>, as the kernels read it.</summary>
/// <param name="values">All elements, or the non-zeros.</param>
/// <param name="offsets">Null when the vectors are dense.</param>
/// <param name="ids">Places of the non-zeros.</param>
/// <param name="count">n.</param>
/// <param name="length">N.</param>
internal readonly unsafe struct BatchView(float* values, long* offsets, int* ids, int count, int length)
{
    public int Count { get; } = count;

    public int Length { get; } = length;

    public bool IsSparse => offsets != null;

    /// <summary>Number of stored elements of vector i.</summary>
    public long Stored(int i) => IsSparse ? offsets[i + 1] - offsets[i] : Length;

    /// <summary>The first stored element of vector i.</summary>
    public float* Values(int i) => values + (IsSparse ? offsets[i] : (long)i * Length);

    /// <summary>The place of the first stored element of sparse vector i.</summary>
    public int* Ids(int i) => ids + offsets[i];
}

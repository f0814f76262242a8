namespace Engine.Kernels;

/// <summary>A pinned <see cref="VectorBatch"/>, or vectors in native memory, as the kernels read it.</summary>
/// <param name="values">All elements, or the non-zeros.</param>
/// <param name="offsets">Null when the vectors are dense.</param>
/// <param name="ids">Places of the non-zeros.</param>
/// <param name="count">n.</param>
/// <param name="length">N.</param>
/// <param name="stride">Elements from one dense vector to the next.</param>
internal readonly unsafe struct BatchView(float* values, long* offsets, int* ids, int count, int length, long stride)
{
    public int Count { get; } = count;

    public int Length { get; } = length;

    public long Stride { get; } = stride;

    public bool IsSparse => offsets != null;

    /// <summary>The rows of a row-major matrix in host memory.</summary>
    public static BatchView Of(MatrixView rows) => new(rows.Pointer, null, null, rows.Rows, rows.Columns, rows.Stride);

    /// <summary>The rows of a sparse matrix in host memory.</summary>
    public static BatchView Of(CsrView rows) =>
        new(HostMemory.Pointer(rows.Values), HostMemory.Pointer(rows.Offsets), HostMemory.Pointer(rows.Ids), rows.Rows, rows.Columns, stride: 0);

    /// <summary>Ends the use of a sparse matrix's pointers.</summary>
    public static void KeepAlive(CsrView rows)
    {
        GC.KeepAlive(rows.Offsets.Array);
        GC.KeepAlive(rows.Ids.Array);
        GC.KeepAlive(rows.Values.Array);
    }

    /// <summary>Number of stored elements of vector i.</summary>
    public long Stored(int i) => IsSparse ? offsets[i + 1] - offsets[i] : Length;

    /// <summary>The first stored element of vector i.</summary>
    public float* Values(int i) => values + (IsSparse ? offsets[i] : i * Stride);

    /// <summary>The place of the first stored element of sparse vector i.</summary>
    public int* Ids(int i) => ids + offsets[i];
}

namespace Engine.Indexing;

/// <summary>Rows that end in zeros at a multiple of 16 floats.</summary>
internal static unsafe class PaddedRows
{
    private const int Floats = 16;

    /// <summary>Floats from one row to the next.</summary>
    public static int Stride(int dimension) => (dimension + Floats - 1) / Floats * Floats;

    /// <summary>Copies rows of shape (n, d).</summary>
    public static void Copy(ReadOnlySpan<float> rows, int dimension, AlignedMemory<float> target)
    {
        int stride = Stride(dimension);
        for (int r = 0; r < rows.Length / dimension; r++)
        {
            var row = new Span<float>(target.Pointer + (long)r * stride, stride);
            rows.Slice(r * dimension, dimension).CopyTo(row);
            row[dimension..].Clear();
        }

        GC.KeepAlive(target);
    }
}

namespace Engine.Kernels;

/// <summary>One s x N matrix S on one device, applied without being formed.</summary>
/// <remarks>
/// SRHT, CountSketch and the sparse sign sketches have the same bits on every device: signs are exact, and the order of the additions is that of the host.
/// An element of a Gaussian sketch is off by at most γ_{k+2} Σ_j |S_ij x_j|, k the number of stored elements of x, S_ij the normal number times s^(-1/2):
/// a product, k - 1 additions and the scale, in any order and fused or not (Higham, Accuracy and Stability, §3.1). Repeated application gives the same bits
/// on any device.
/// </remarks>
public abstract class DeviceSketch : IDisposable
{
    private protected DeviceSketch(int rows, int columns)
    {
        Rows = rows;
        Columns = columns;
    }

    /// <summary>s.</summary>
    public int Rows { get; }

    /// <summary>N.</summary>
    public int Columns { get; }

    /// <summary>Writes S x for every vector x.</summary>
    /// <param name="vectors">Shape (n, N): one vector a row, rows contiguous.</param>
    /// <param name="result">Shape (n, s), rows contiguous: row i is S x_i. Must not overlap the vectors.</param>
    /// <exception cref="ArgumentException">A shape does not fit.</exception>
    /// <remarks>Scratch memory on an accelerator: up to 2^22 elements, or one padded vector for SRHT and 32 vectors for the sparse kinds, if that is more.</remarks>
    public void Apply(MatrixView vectors, MatrixView result)
    {
        RowMajor.Require(vectors, Columns, nameof(vectors));
        RowMajor.Require(result, vectors.Rows, Rows, nameof(result));
        if (vectors.Rows > 0) ApplyCore(vectors, result);
    }

    /// <summary>Writes S x for every sparse vector x.</summary>
    /// <param name="vectors">Shape (n, N), with values.</param>
    /// <param name="result">Shape (n, s), rows contiguous: row i is S x_i. Must not overlap the values.</param>
    /// <exception cref="ArgumentException">A shape does not fit, or there are no values.</exception>
    public void Apply(CsrView vectors, MatrixView result)
    {
        vectors.RequireValues(nameof(vectors));
        RowMajor.RequireColumns(vectors.Columns, Columns, nameof(vectors));
        RowMajor.Require(result, vectors.Rows, Rows, nameof(result));
        if (vectors.Rows > 0) ApplyCore(vectors, result);
    }

    /// <summary>Frees what the sketch keeps on the device.</summary>
    public abstract void Dispose();

    private protected abstract void ApplyCore(MatrixView vectors, MatrixView result);

    private protected abstract void ApplyCore(CsrView vectors, MatrixView result);
}

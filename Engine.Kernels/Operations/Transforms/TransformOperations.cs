namespace Engine.Kernels;

/// <summary>Transforms on one device.</summary>
public abstract class TransformOperations
{
    private protected TransformOperations()
    {
    }

    /// <summary>Replaces every row x by H (scale x), H the unnormalised Walsh-Hadamard matrix in Hadamard order.</summary>
    /// <param name="rows">Shape (n, N), rows contiguous, any stride; N is a power of two in [1, <see cref="WalshHadamard.MaximumLength"/>].</param>
    /// <param name="scale">N^(-1/2) keeps norms; 1 rounds nothing.</param>
    /// <exception cref="ArgumentOutOfRangeException">N is not such a power of two.</exception>
    /// <exception cref="ArgumentException">The rows are not contiguous.</exception>
    /// <remarks>
    /// N log2 N additions per row. Scaling comes first, then the levels in ascending order, each a rounded sum or difference: the same bits on every
    /// device. Error bound: as <see cref="WalshHadamard"/>.
    /// </remarks>
    public void WalshHadamard(MatrixView rows, float scale = 1)
    {
        RowMajor.Require(rows, nameof(rows));
        Kernels.WalshHadamard.RequireLength(rows.Columns);
        if (rows.Rows > 0) WalshHadamardCore(rows, scale);
    }

    /// <summary>Rows of a wide random matrix that nobody stores; see <see cref="Kernels.StructuredRows"/>.</summary>
    /// <param name="dimension">d, in [1, 2^24].</param>
    /// <param name="state">Where the random sequence begins; block k uses the elements from 3 M k up to 3 M (k + 1).</param>
    /// <returns>The rows; the caller disposes them, before the device.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The dimension is out of range.</exception>
    public abstract DeviceStructuredRows StructuredRows(int dimension, RngState state);

    private protected abstract void WalshHadamardCore(MatrixView rows, float scale);
}

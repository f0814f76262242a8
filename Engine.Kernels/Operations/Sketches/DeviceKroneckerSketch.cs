namespace Engine.Kernels;

/// <summary>One s x (N1 N2) matrix S on one device, applied to u ⊗ v without forming either.</summary>
/// <remarks>
/// (u ⊗ v) has u_i v_j at i N2 + j. TensorSRHT has the same bits on every device. TensorSketch obeys the bound <see cref="TensorSketch"/> states on every device.
/// Repeated application gives the same bits on any device.
/// </remarks>
public abstract class DeviceKroneckerSketch : IDisposable
{
    private protected DeviceKroneckerSketch(KroneckerDistribution distribution)
    {
        Rows = distribution.Rows;
        LeftLength = distribution.LeftLength;
        RightLength = distribution.RightLength;
    }

    /// <summary>s.</summary>
    public int Rows { get; }

    /// <summary>N1, the length of u.</summary>
    public int LeftLength { get; }

    /// <summary>N2, the length of v.</summary>
    public int RightLength { get; }

    /// <summary>Writes S (u ⊗ v) for every pair.</summary>
    /// <param name="left">Shape (n, N1): one vector u a row, rows contiguous.</param>
    /// <param name="right">Shape (n, N2): one vector v a row, rows contiguous.</param>
    /// <param name="result">Shape (n, s), rows contiguous: row i is S (u_i ⊗ v_i). Must not overlap the factors.</param>
    /// <exception cref="ArgumentException">A shape does not fit.</exception>
    public void Apply(MatrixView left, MatrixView right, MatrixView result)
    {
        RowMajor.Require(left, LeftLength, nameof(left));
        Require(left.Rows, right, result);
        if (left.Rows > 0) ApplyCore(left, right, result);
    }

    /// <summary>Writes S (u ⊗ v) for every pair of a sparse u and a dense v.</summary>
    /// <param name="left">Shape (n, N1), with values: one vector u a row, such as what fired for a sample.</param>
    /// <param name="right">Shape (n, N2): one vector v a row, rows contiguous.</param>
    /// <param name="result">Shape (n, s), rows contiguous: row i is S (u_i ⊗ v_i). Must not overlap the factors.</param>
    /// <exception cref="ArgumentException">A shape does not fit, or there are no values.</exception>
    public void Apply(CsrView left, MatrixView right, MatrixView result)
    {
        left.RequireValues(nameof(left));
        RowMajor.RequireColumns(left.Columns, LeftLength, nameof(left));
        Require(left.Rows, right, result);
        if (left.Rows > 0) ApplyCore(left, right, result);
    }

    /// <summary>Frees what the sketch keeps on the device.</summary>
    public abstract void Dispose();

    private protected abstract void ApplyCore(MatrixView left, MatrixView right, MatrixView result);

    private protected abstract void ApplyCore(CsrView left, MatrixView right, MatrixView result);

    private void Require(int count, MatrixView right, MatrixView result)
    {
        RowMajor.Require(right, count, RightLength, nameof(right));
        RowMajor.Require(result, count, Rows, nameof(result));
    }
}

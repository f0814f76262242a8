namespace Engine.Kernels;

/// <summary>Rows approximated by integers of 8 bits with a scale for each row, and a bound on what that loses: built once, used by many screened selections.</summary>
/// <remarks>
/// Made by <see cref="DenseOperations.Quantise"/>; takes d + 20 bytes a row. It refers to the rows themselves, which must not change and must stay allocated
/// while it is in use: hits are computed from them.
/// </remarks>
public sealed class QuantisedRows : IDisposable
{
    internal QuantisedRows(MatrixView rows, DeviceArray<int> codes, DeviceArray<QuantisedRow> bounds, double largestError)
    {
        LargestError = largestError;
        Rows = rows;
        Codes = codes;
        Bounds = bounds;
    }

    /// <summary>The rows, shape <c>(m, d)</c>.</summary>
    public MatrixView Rows { get; }

    /// <summary>Codes, four to a word, ⌈d / 4⌉ words a row; the last word is filled up with zeros.</summary>
    internal DeviceArray<int> Codes { get; }

    /// <summary>Largest error / scale of all rows that can be bounded; only the host needs it.</summary>
    internal double LargestError { get; }

    /// <summary>Scale and bounds of each row.</summary>
    internal DeviceArray<QuantisedRow> Bounds { get; }

    /// <summary>Frees the codes; the rows are the caller's.</summary>
    public void Dispose()
    {
        Codes.Dispose();
        Bounds.Dispose();
    }
}

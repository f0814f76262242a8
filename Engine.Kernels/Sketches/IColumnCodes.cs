namespace Engine.Kernels;

/// <summary>Where the non-zeros of a column are, and their signs, computed from the random sequence.</summary>
internal unsafe interface IColumnCodes
{
    /// <summary>Writes the codes of consecutive columns: a row, and <see cref="SignedRow.SignBit"/> for a minus.</summary>
    /// <param name="firstColumn">First column.</param>
    /// <param name="columns">Number of columns, at most <see cref="CodeTable.Columns"/>.</param>
    /// <param name="table">Receives the codes; those behind the last column are undefined.</param>
    void Fill(int firstColumn, int columns, CodeTable table);
}

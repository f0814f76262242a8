namespace Engine.Kernels;

/// <summary>The shape checks of operations that take the rows of a matrix as vectors.</summary>
internal static class RowMajor
{
    /// <summary>Rows are contiguous.</summary>
    public static void Require(MatrixView matrix, string name)
    {
        if (matrix.IsTransposed) throw new ArgumentException($"the rows of {name} are contiguous does not hold: the view is a transpose.", name);
    }

    /// <summary>Rows are contiguous and have a length.</summary>
    public static void Require(MatrixView matrix, int columns, string name)
    {
        Require(matrix, name);
        RequireColumns(matrix.Columns, columns, name);
    }

    /// <summary>Rows are contiguous and have a length, and there are as many as vectors.</summary>
    public static void Require(MatrixView matrix, int rows, long columns, string name)
    {
        Require(matrix, name);
        RequireRows(matrix.Rows, rows, name);
        RequireColumns(matrix.Columns, columns, name);
    }

    /// <summary>The number of columns is a given one.</summary>
    public static void RequireColumns(int actual, long columns, string name)
    {
        if (actual != columns) throw new ArgumentException($"{name}.Columns == {columns} does not hold: {name}.Columns={actual}.", name);
    }

    /// <summary>The number of rows is a given one.</summary>
    public static void RequireRows(int actual, int rows, string name)
    {
        if (actual != rows) throw new ArgumentException($"{name}.Rows == {rows} does not hold: {name}.Rows={actual}.", name);
    }
}

namespace Engine.Kernels;

/// <summary>Every tile, row by row.</summary>
/// <param name="rows">Rows of the matrix, at least 1.</param>
/// <param name="columns">Columns of the matrix, at least 1.</param>
/// <param name="side">Rows and columns of a tile.</param>
internal readonly struct AllTiles(int rows, int columns, int side) : ITileGrid
{
    private readonly int _side = side;
    private readonly int _down = (rows - 1) / side + 1;
    private readonly int _across = (columns - 1) / side + 1;

    public long Count => (long)_down * _across;

    public int Row(int tile) => tile / _across * _side;

    public int Column(int tile) => tile % _across * _side;

    public bool Has(int row, int column) => true;
}

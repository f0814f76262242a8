namespace Engine.Kernels;

/// <summary>Every tile, row by row.</summary>
/// <param name="rows">Rows of the matrix, at least 1.</param>
/// <param name="columns">Columns of the matrix, at least 1.</param>
internal readonly struct AllTiles(int rows, int columns) : ITileGrid
{
    private readonly int _down = (rows - 1) / ITileGrid.Tile + 1;
    private readonly int _across = (columns - 1) / ITileGrid.Tile + 1;

    public long Count => (long)_down * _across;

    public int Row(int tile) => tile / _across * ITileGrid.Tile;

    public int Column(int tile) => tile % _across * ITileGrid.Tile;

    public bool Has(int row, int column) => true;
}

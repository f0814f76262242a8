namespace Engine.Kernels;

/// <summary>One worker's memory for <see cref="GaussianSketch"/>.</summary>
internal sealed unsafe class GaussianScratch : IDisposable
{
    /// <summary>Columns of S drawn at a time: a panel of them is 32 KB.</summary>
    public const int Columns = 256;

    private readonly NativeBuffer<float> _panel = new(Columns * TileProduct.PanelWidth);
    private readonly NativeBuffer<float> _rows = new(Columns * TileProduct.TileRows);
    private readonly NativeBuffer<float> _tile = new(TileProduct.TileRows * TileProduct.PanelWidth);

    /// <summary>Shape (columns, 32): normal numbers, as <see cref="TileProduct.Multiply"/> reads a panel.</summary>
    public float* Panel => _panel.Pointer;

    /// <summary>Shape (8, 32): products.</summary>
    public float* Tile => _tile.Pointer;

    /// <summary>Room for a part of vector r of the last, incomplete tile.</summary>
    public float* Row(int r) => _rows.Pointer + r * Columns;

    /// <inheritdoc/>
    public void Dispose()
    {
        _panel.Dispose();
        _rows.Dispose();
        _tile.Dispose();
    }
}

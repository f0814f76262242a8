namespace Engine.Kernels;

/// <summary>Prefix sums of any length: tiles, then the prefix sums of their totals, level by level.</summary>
internal sealed class ExclusiveScan(AcceleratorDevice device)
{
    private const int Tile = TileScanKernel<IntCounts>.Tile;

    private readonly TileScanKernel<IntCounts> _ints = new(device);
    private readonly TileScanKernel<LongCounts> _longs = new(device);
    private readonly TileBaseKernel _bases = new(device);

    public void Run(VectorView<int> counts, VectorView<long> offsets)
    {
        using Rented<long> totals = device.Workspace.Rent<long>(Tiles(offsets));
        _ints.Run(new IntCounts(device.View(counts)), offsets, totals.View);
        AddBases(totals.View, offsets);
    }

    public void Run(VectorView<long> counts, VectorView<long> offsets)
    {
        using Rented<long> totals = device.Workspace.Rent<long>(Tiles(offsets));
        _longs.Run(new LongCounts(device.View(counts)), offsets, totals.View);
        AddBases(totals.View, offsets);
    }

    private static long Tiles(VectorView<long> offsets) => (offsets.Length + Tile - 1) / Tile;

    private void AddBases(VectorView<long> totals, VectorView<long> offsets)
    {
        if (totals.Length == 1) return;
        using Rented<long> bases = device.Workspace.Rent<long>(totals.Length + 1);
        Run(totals, bases.View);
        _bases.Run(bases.View, Tile, offsets);
    }
}

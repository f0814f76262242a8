namespace Engine.Kernels;

/// <summary>Entries by column: count by column and block of rows, add up, place.</summary>
internal sealed class ColumnBuilder(AcceleratorDevice device, ExclusiveScan scan)
{
    private const int MaximumBlocks = 512;

    private readonly ClearKernel _clear = new(device);
    private readonly BlockCountKernel _count = new(device);
    private readonly ColumnOffsetsKernel _offsets = new(device);
    private readonly BlockPlaceKernel _place = new(device);

    public void Run(CsrView s, CsrColumns columns)
    {
        // No more counters than entries or columns.
        int blocks = (int)Math.Clamp(s.Capacity / Math.Max(1, s.Columns), 1, Math.Clamp(s.Rows, 1, MaximumBlocks));
        int blockRows = Math.Max(1, (s.Rows + blocks - 1) / blocks);
        using Rented<int> counts = device.Workspace.Rent<int>((long)s.Columns * blocks);
        using Rented<long> cursors = device.Workspace.Rent<long>((long)s.Columns * blocks + 1);
        if (counts.View.Length > 0) _clear.Run(counts.View);
        if (s.Capacity > 0) _count.Run(s, blockRows, blocks, counts.View);
        scan.Run(counts.View, cursors.View);
        _offsets.Run(cursors.View, blocks, columns.Offsets);
        if (s.Capacity > 0) _place.Run(s, blockRows, blocks, cursors.View, columns);
    }
}

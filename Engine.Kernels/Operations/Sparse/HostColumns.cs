namespace Engine.Kernels;

/// <summary>Entries by column on the processor: blocks of rows count their entries of each column, and place them where the blocks before them end.</summary>
internal sealed unsafe class HostColumns
{
    private const int BlocksPerThread = 4;
    private const int ColumnsPerItem = 1024;

    private readonly HostDevice _device;
    private readonly HostExclusiveScan _scan;
    private readonly Action<int, int> _count;
    private readonly Action<int, int> _total;
    private readonly Action<int, int> _cursor;
    private readonly Action<int, int> _place;
    private long* _offsets;
    private int* _ids;
    private long* _columnOffsets;
    private int* _rowIds;
    private long* _entries;
    private long* _cursors;
    private long* _totals;
    private int _rows;
    private int _columns;
    private int _blocks;

    public HostColumns(HostDevice device, HostExclusiveScan scan)
    {
        _device = device;
        _scan = scan;
        _count = CountBlock;
        _total = TotalItem;
        _cursor = CursorItem;
        _place = PlaceBlock;
    }

    public void Run(CsrView s, CsrColumns columns)
    {
        _offsets = HostMemory.Pointer(s.Offsets);
        _ids = HostMemory.Pointer(s.Ids);
        _columnOffsets = HostMemory.Pointer(columns.Offsets);
        _rowIds = HostMemory.Pointer(columns.RowIds);
        _entries = HostMemory.Pointer(columns.Entries);
        _rows = s.Rows;
        _columns = s.Columns;
        // No more counters than entries or columns.
        _blocks = (int)Math.Clamp(_offsets[_rows] / Math.Max(1, _columns), 1, BlocksPerThread * _device.Team.Size);
        using Rented<long> cursors = _device.Workspace.Rent<long>((long)_blocks * _columns), totals = _device.Workspace.Rent<long>(_columns);
        _cursors = HostMemory.Pointer(cursors.View);
        _totals = HostMemory.Pointer(totals.View);
        int items = (_columns + ColumnsPerItem - 1) / ColumnsPerItem;
        _device.Team.Run(_blocks, _count);
        _device.Team.Run(items, _total);
        _scan.Run(totals.View, columns.Offsets);
        _device.Team.Run(items, _cursor);
        _device.Team.Run(_blocks, _place);
        GC.KeepAlive(s.Offsets.Array);
        GC.KeepAlive(s.Ids.Array);
        GC.KeepAlive(columns.Offsets.Array);
        GC.KeepAlive(columns.RowIds.Array);
        GC.KeepAlive(columns.Entries.Array);
    }

    private int FirstRow(int block) => RowPieces.RowAt(_offsets, _rows, (_offsets[_rows] + _rows) / _blocks * block);

    private int EndRow(int block) => block + 1 == _blocks ? _rows : FirstRow(block + 1);

    private void CountBlock(int worker, int block)
    {
        long* counts = _cursors + (nint)block * _columns;
        for (int c = 0; c < _columns; c++) counts[c] = 0;
        long end = _offsets[EndRow(block)];
        for (long e = _offsets[FirstRow(block)]; e < end; e++) counts[_ids[e]]++;
    }

    private void TotalItem(int worker, int item)
    {
        int end = Math.Min(_columns, (item + 1) * ColumnsPerItem);
        for (int c = item * ColumnsPerItem; c < end; c++)
        {
            long total = 0;
            for (int block = 0; block < _blocks; block++) total += _cursors[(nint)block * _columns + c];
            _totals[c] = total;
        }
    }

    private void CursorItem(int worker, int item)
    {
        int end = Math.Min(_columns, (item + 1) * ColumnsPerItem);
        for (int c = item * ColumnsPerItem; c < end; c++)
        {
            long next = _columnOffsets[c];
            for (int block = 0; block < _blocks; block++)
            {
                long* cursor = _cursors + (nint)block * _columns + c;
                (*cursor, next) = (next, next + *cursor);
            }
        }
    }

    private void PlaceBlock(int worker, int block)
    {
        long* cursors = _cursors + (nint)block * _columns;
        int endRow = EndRow(block);
        for (int row = FirstRow(block); row < endRow; row++)
        {
            for (long e = _offsets[row]; e < _offsets[row + 1]; e++)
            {
                long place = cursors[_ids[e]]++;
                _rowIds[place] = row;
                _entries[place] = e;
            }
        }
    }
}

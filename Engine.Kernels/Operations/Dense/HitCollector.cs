namespace Engine.Kernels;

/// <summary>Shares the rows of a selection among a team, and puts what the workers find into one sparse matrix, in the order of the rows.</summary>
/// <remarks>
/// Rows are worked on in waves. In a wave the hits of every item go to memory of its own; then offsets are added up, and each item's hits are copied to
/// their place. What is stored besides the result is the hits of one wave. Neither the result nor the memory taken depends on who worked on what.
/// </remarks>
internal sealed unsafe class HitCollector : IDisposable
{
    // Per thread and wave: few enough that the last item of a wave, which not all wait for, is a small part of it; and bounded memory where all pairs hit.
    private const int MaximumItems = 32;
    private const int MinimumItems = 2;
    private const long WantedPairs = 1L << 26;

    private readonly HostDevice _device;
    private readonly IHitSource _source;
    private readonly FoundHits[] _workers;
    private readonly ItemHits[] _items;
    private readonly Action<int, int> _selectItem;
    private readonly Action<int, int> _copyItem;
    private CsrView _hits;
    private long* _offsets;
    private int _rows;
    private int _itemRows;
    private int _firstItem;

    public HitCollector(HostDevice device, IHitSource source)
    {
        _device = device;
        _source = source;
        _workers = new FoundHits[device.Team.Size];
        for (int w = 0; w < _workers.Length; w++) _workers[w] = new FoundHits(device.Memory);
        _items = new ItemHits[device.Team.Size * MaximumItems];
        for (int i = 0; i < _items.Length; i++) _items[i] = new ItemHits(device.Memory);
        _selectItem = SelectItem;
        _copyItem = CopyItem;
    }

    /// <summary>Fills a sparse matrix.</summary>
    /// <param name="itemRows">Rows of an item, at least 1.</param>
    /// <param name="hits">Receives offsets, and ids and values as far as there is room.</param>
    /// <returns>Number of hits.</returns>
    public long Collect(int itemRows, CsrView hits)
    {
        (_hits, _rows, _itemRows) = (hits, hits.Rows, itemRows);
        _offsets = HostMemory.Pointer(hits.Offsets);
        _offsets[0] = 0;
        int items = ProductTiling.Parts(_rows, itemRows);
        long wanted = WantedPairs / Math.Max(1, (long)itemRows * hits.Columns);
        int wave = _workers.Length * (int)Math.Clamp(wanted, MinimumItems, MaximumItems);
        for (_firstItem = 0; _firstItem < items; _firstItem += wave)
        {
            int count = Math.Min(wave, items - _firstItem);
            _device.Team.Run(count, _selectItem);
            int end = (int)Math.Min(_rows, (_firstItem + (long)count) * itemRows);
            for (int row = _firstItem * itemRows; row < end; row++) _offsets[row + 1] += _offsets[row];
            _device.Team.Run(count, _copyItem);
        }

        ShareMemory();
        GC.KeepAlive(hits.Offsets.Array);
        GC.KeepAlive(hits.Ids.Array);
        GC.KeepAlive(hits.Values.Array);
        return _offsets[_rows];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (FoundHits worker in _workers) worker.Dispose();
        foreach (ItemHits item in _items) item.Dispose();
    }

    private void SelectItem(int worker, int place)
    {
        FoundHits found = _workers[worker];
        int row = (_firstItem + place) * _itemRows, rows = Math.Min(_itemRows, _rows - row);
        found.Begin();
        _source.Select(worker, row, rows, found);
        found.End(rows, _offsets + row + 1, _items[place]);
    }

    private void CopyItem(int worker, int place)
    {
        int row = (_firstItem + place) * _itemRows, end = Math.Min(_rows, row + _itemRows);
        long start = _offsets[row], count = Math.Min(_offsets[end], _hits.Capacity) - start;
        if (count <= 0) return;
        Buffer.MemoryCopy(_items[place].Ids.Pointer, HostMemory.Pointer(_hits.Ids) + start, count * sizeof(int), count * sizeof(int));
        Buffer.MemoryCopy(_items[place].Values.Pointer, HostMemory.Pointer(_hits.Values) + start, count * sizeof(float), count * sizeof(float));
    }

    /// <summary>Gives every worker the memory that any of them has needed, so that a repeated call takes no more.</summary>
    private void ShareMemory()
    {
        foreach (FoundHits worker in _workers)
        {
            foreach (FoundHits other in _workers) worker.Match(other);
        }
    }
}

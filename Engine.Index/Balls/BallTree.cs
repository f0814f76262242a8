namespace Engine.Indexing;

/// <summary>
/// Exact half-space reporting for small d (up to about 8): bounding balls, with both prunings: a ball on the far side of tau is dropped, one on the near side is reported whole.
/// </summary>
/// <remarks>
/// Exact bit for bit: balls decide only what rounding cannot turn (<see cref="BallQuery"/>), everything else gets its canonical product. Dynamic by the logarithmic method of Bentley and Saxe: a buffer of 256
/// points, and trees of at most 256 2^l; a full buffer and the trees below the first empty place become one tree. Deleted points leave tombstones, and when those outnumber the points,
/// one tree is built of what is left. A point is rebuilt at most once a level and full rebuildings are paid for by deletions: O(log N) rebuildings of O(d log N) each per update, amortised.
/// For d above about 8 all balls straddle tau and it loses to a scan. Reference: PAPERS section 7.4; arXiv 2110.04622 for the role.
/// </remarks>
internal sealed unsafe class BallTree : IDynamicThresholdIndex
{
    /// <summary>Points of the buffer.</summary>
    internal const int BufferPoints = 256;

    private const int Absent = -1, InBuffer = 0;

    private readonly List<BallLevel?> _levels = [];
    private readonly PointPanels _buffer;
    private readonly int[] _bufferIds = new int[BufferPoints];
    // By id: Absent, InBuffer or 1 + level; and the slot there.
    private sbyte[] _homes = [];
    private int[] _slots = [];
    private int _buffered;
    private int _dead;

    /// <summary>Stores points 0 .. m-1.</summary>
    /// <param name="dimension">d.</param>
    /// <param name="points">Shape (m, d), row-major, finite. Copied.</param>
    public BallTree(int dimension, ReadOnlySpan<float> points)
    {
        Inputs.Dimension(dimension);
        Dimension = dimension;
        int count = Inputs.Rows(points, dimension, nameof(points));
        _buffer = new PointPanels(dimension, BufferPoints);
        Array.Fill(_bufferIds, -1);
        EnsureId(count - 1);
        int[] ids = [.. Enumerable.Range(0, count)];
        if (count > 0) Plant(LevelFor(count), ids, points.ToArray());
        Count = count;
    }

    /// <inheritdoc/>
    public int Dimension { get; }

    /// <inheritdoc/>
    public int Count { get; private set; }

    /// <inheritdoc/>
    public double MissProbability => 0;

    /// <inheritdoc/>
    public bool Contains(int id) => id >= 0 && id < _homes.Length && _homes[id] != Absent;

    /// <inheritdoc/>
    public IndexWork Insert(int id, ReadOnlySpan<float> point)
    {
        Inputs.FreeId(id, Contains(id));
        Inputs.Point(point, Dimension);
        EnsureId(id);
        Count++;
        return Put(id, point);
    }

    /// <inheritdoc/>
    public IndexWork Delete(int id)
    {
        Inputs.UsedId(id, Contains(id));
        Remove(id);
        Count--;
        return Tidy();
    }

    /// <inheritdoc/>
    public IndexWork Update(int id, ReadOnlySpan<float> point)
    {
        Inputs.UsedId(id, Contains(id));
        Inputs.Point(point, Dimension);
        if (_homes[id] == InBuffer)
        {
            _buffer.Set(_slots[id], point);
            return new IndexWork(Refreshes: 1, Bytes: (long)Dimension * sizeof(float));
        }

        Remove(id);
        return Tidy() + Put(id, point);
    }

    /// <inheritdoc/>
    public IndexWork Report(ReadOnlySpan<float> queries, float threshold, ThresholdHits hits)
    {
        Inputs.Threshold(threshold);
        int count = Inputs.Rows(queries, Dimension, nameof(queries));
        hits.Begin();
        AlignedMemory<float> rows = hits.Scratch.Queries(queries.Length);
        queries.CopyTo(new Span<float>(rows.Pointer, queries.Length));
        long nodes = 0, products = 0;
        for (int q = 0; q < count; q++)
        {
            BallQuery query = BallQuery.Of(rows.Pointer + (long)q * Dimension, Dimension, threshold);
            ReportBuffer(query, hits, ref products);
            foreach (BallLevel? level in _levels) level?.Report(query, hits, ref nodes, ref products);
            hits.EndRow();
            AscendingIds.Sort(hits.LastRow(), _homes.Length, hits.Scratch);
        }

        GC.KeepAlive(rows);
        long floats = nodes * (Dimension + 1) + products * Dimension;
        return new IndexWork(NodesVisited: nodes, InnerProducts: products, Bytes: floats * sizeof(float));
    }

    private static int LevelFor(int count)
    {
        int level = 0;
        while ((long)BufferPoints << level < count) level++;
        return level;
    }

    private void ReportBuffer(in BallQuery query, ThresholdHits hits, ref long products)
    {
        if (_buffered == 0) return;
        int panels = (_buffered + PointPanels.Lanes - 1) / PointPanels.Lanes;
        fixed (int* ids = _bufferIds, room = hits.Reserve(BufferPoints))
            hits.Advance(PanelHits.Find(_buffer.Panel(0), panels, Dimension, query.Pointer, query.Threshold, ids, room));
        GC.KeepAlive(_buffer);
        products += _buffered;
    }

    private IndexWork Put(int id, ReadOnlySpan<float> point)
    {
        IndexWork work = new(Refreshes: 1, Bytes: (long)Dimension * sizeof(float));
        if (_buffered == BufferPoints) work += Flush();
        _buffer.Set(_buffered, point);
        _bufferIds[_buffered] = id;
        (_homes[id], _slots[id]) = (InBuffer, _buffered++);
        return work;
    }

    private void Remove(int id)
    {
        if (_homes[id] == InBuffer)
        {
            _bufferIds[_slots[id]] = -1;
        }
        else
        {
            _levels[_homes[id] - 1]!.Delete(_slots[id]);
            _dead++;
        }

        _homes[id] = Absent;
    }

    // Tombstones never outnumber points by more than a buffer.
    private IndexWork Tidy()
    {
        if (_dead <= Count + BufferPoints) return default;
        return Merge(_levels.Count);
    }

    private IndexWork Flush()
    {
        int empty = _levels.IndexOf(null);
        return Merge(empty < 0 ? _levels.Count : empty);
    }

    // The buffer and the first levels become one tree, in the first place it fits from there on down.
    private IndexWork Merge(int levels)
    {
        var ids = new List<int>();
        var rows = new List<float>();
        float[] point = new float[Dimension];
        for (int slot = 0; slot < _buffered; slot++) Take(_bufferIds[slot], slot, level: null);
        for (int l = 0; l < levels; l++)
        {
            if (_levels[l] is not { } level) continue;
            for (int slot = 0; slot < level.Ids.Length; slot++) Take(level.Ids[slot], slot, level);
            _dead -= level.Dead;
            _levels[l] = null;
        }

        _buffered = 0;
        Array.Fill(_bufferIds, -1);
        if (ids.Count > 0) Plant(levels < _levels.Count ? levels : Math.Min(levels, LevelFor(ids.Count)), [.. ids], [.. rows]);
        return new IndexWork(Refreshes: ids.Count, Bytes: (long)ids.Count * Dimension * sizeof(float));

        void Take(int id, int slot, BallLevel? level)
        {
            if (id < 0) return;
            if (level is null) _buffer.Read(slot, point);
            else level.Read(slot, point);
            ids.Add(id);
            rows.AddRange(point);
        }
    }

    private void Plant(int level, int[] ids, float[] rows)
    {
        while (_levels.Count <= level) _levels.Add(null);
        var tree = new BallLevel(Dimension, ids, rows);
        _levels[level] = tree;
        for (int slot = 0; slot < tree.Ids.Length; slot++)
        {
            int id = tree.Ids[slot];
            if (id >= 0) (_homes[id], _slots[id]) = ((sbyte)(level + 1), slot);
        }
    }

    private void EnsureId(int id)
    {
        int length = _homes.Length;
        if (id < length) return;
        int grown = (int)Math.Min(Array.MaxLength, Math.Max((long)id + 1, 2L * length));
        Array.Resize(ref _homes, grown);
        Array.Resize(ref _slots, grown);
        _homes.AsSpan(length).Fill(Absent);
    }
}

using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Indexing;

/// <summary>A ball tree over a fixed set of points; points can be deleted, not moved.</summary>
internal sealed unsafe class BallLevel
{
    private const int Children = BallBuilder.Children;

    // |c| + rho times |q| stays 2^6 away from overflow, or nothing is pruned.
    private const double Unbounded = 1.3e36;

    private readonly int _dimension;
    private readonly PointPanels _points;
    private readonly int[] _ids;
    private readonly BallRange _root;
    private readonly BallRange[][] _groups;
    private readonly AlignedMemory<float> _nodes;
    private readonly double _norm;

    /// <summary>Builds it.</summary>
    /// <param name="dimension">d.</param>
    /// <param name="ids">Of the rows.</param>
    /// <param name="rows">Shape (N, d).</param>
    public BallLevel(int dimension, ReadOnlySpan<int> ids, float[] rows)
    {
        _dimension = dimension;
        var built = new BallBuilder(dimension, rows);
        (_root, _groups, _norm) = (built.Root, [.. built.Groups], built.Norm);
        _points = new PointPanels(dimension, built.Slots);
        _ids = new int[built.Slots];
        Array.Fill(_ids, -1);
        foreach ((int slot, int place, int points) in built.Leaves)
        {
            for (int j = 0; j < points; j++)
            {
                int row = built.Order[place + j];
                _ids[slot + j] = ids[row];
                _points.Set(slot + j, rows.AsSpan(row * dimension, dimension));
            }
        }

        _nodes = new AlignedMemory<float>((long)_groups.Length * NodeFloats);
        for (int g = 0; g < _groups.Length; g++)
        {
            built.Centres[g].CopyTo(new Span<float>(Node(g), Children * dimension));
            built.Reaches[g].CopyTo(new Span<float>(Node(g) + Children * dimension, Children));
        }

        Live = ids.Length;
    }

    /// <summary>Points not deleted.</summary>
    public int Live { get; private set; }

    /// <summary>Points deleted.</summary>
    public int Dead => _root.Points - Live;

    /// <summary>Ids by slot, -1 where there is no point.</summary>
    public ReadOnlySpan<int> Ids => _ids;

    private long NodeFloats => (long)Children * (_dimension + 1);

    /// <summary>Reads a point.</summary>
    public void Read(int slot, Span<float> point) => _points.Read(slot, point);

    /// <summary>Deletes a point.</summary>
    public void Delete(int slot)
    {
        _ids[slot] = -1;
        Live--;
    }

    /// <summary>Appends the ids above the threshold to the current row, in no order.</summary>
    public IndexWork Report(in BallQuery query, ThresholdHits hits)
    {
        bool prune = _norm * query.Norm < Unbounded;
        IndexWork work = prune && _root.Group >= 0 ? Search(_root.Group, query, hits) : Scan(_root, query, hits);
        GC.KeepAlive(this);
        return work;
    }

    private IndexWork Search(int group, in BallQuery query, ThresholdHits hits)
    {
        BallRange[] ranges = _groups[group];
        (uint open, uint keep) = Test(group, query);
        var work = new IndexWork(NodesVisited: ranges.Length, Bytes: NodeFloats * sizeof(float));
        uint children = (1u << ranges.Length) - 1;
        for (uint rest = (open | keep) & children; rest != 0; rest &= rest - 1)
        {
            int child = BitOperations.TrailingZeroCount(rest);
            BallRange range = ranges[child];
            if ((keep >> child & 1) != 0) Keep(range, hits);
            else work += range.Group >= 0 ? Search(range.Group, query, hits) : Scan(range, query, hits);
        }

        return work;
    }

    // Bits of the children that may hold points on either side, and of those whose points are all above.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private (uint Open, uint Keep) Test(int group, in BallQuery query)
    {
        float* centre = Node(group), q = query.Pointer;
        Vector512<float> score = default;
        for (int k = 0; k < _dimension; k++, centre += Children) score = Vector512.FusedMultiplyAdd(Vector512.Load(centre), Vector512.Create(q[k]), score);
        Vector512<float> reach = Vector512.Load(centre), norm = Vector512.Create(query.Norm);
        Vector512<float> upper = Vector512.FusedMultiplyAdd(reach, norm, score), lower = Vector512.FusedMultiplyAdd(-reach, norm, score);
        uint keep = (uint)Vector512.GreaterThan(lower, Vector512.Create(query.Keep)).ExtractMostSignificantBits();
        uint drop = (uint)Vector512.LessThanOrEqual(upper, Vector512.Create(query.Drop)).ExtractMostSignificantBits();
        return (~(drop | keep), keep);
    }

    private void Keep(BallRange range, ThresholdHits hits)
    {
        Span<int> room = hits.Reserve(range.End - range.First);
        int found = 0;
        foreach (int id in _ids.AsSpan(range.First, range.End - range.First))
        {
            if (id >= 0) room[found++] = id;
        }

        hits.Advance(found);
    }

    private IndexWork Scan(BallRange range, in BallQuery query, ThresholdHits hits)
    {
        const int Lanes = PointPanels.Lanes, Together = 4;
        float* scores = stackalloc float[Together * Lanes];
        for (int slot = range.First; slot < range.End; slot += Together * Lanes)
        {
            int panels = Math.Min(Together, (range.End - slot) / Lanes);
            PanelKernel.Score(_points.Panel(slot / Lanes), panels, _dimension, query.Pointer, scores);
            PanelHits.Append(scores, _ids.AsSpan(slot, panels * Lanes), query.Threshold, hits);
        }

        return new IndexWork(InnerProducts: range.Points, Bytes: (range.End - range.First) / Lanes * _points.PanelBytes);
    }

    private float* Node(int group) => _nodes.Pointer + group * NodeFloats;
}

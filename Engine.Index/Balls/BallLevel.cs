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
    /// <param name="query">The query.</param>
    /// <param name="hits">Where the ids go.</param>
    /// <param name="nodes">Grows by the nodes visited.</param>
    /// <param name="products">Grows by the points looked at.</param>
    public void Report(in BallQuery query, ThresholdHits hits, ref long nodes, ref long products)
    {
        bool prune = _norm * query.Norm < Unbounded;
        if (prune && _root.Group >= 0) Search(_root.Group, query, hits, ref nodes, ref products);
        else Scan(_root, query, hits, ref products);
        GC.KeepAlive(this);
    }

    private void Search(int group, in BallQuery query, ThresholdHits hits, ref long nodes, ref long products)
    {
        BallRange[] ranges = _groups[group];
        (uint open, uint keep) = Test(group, query);
        nodes += ranges.Length;
        uint children = (1u << ranges.Length) - 1;
        for (uint rest = (open | keep) & children; rest != 0; rest &= rest - 1)
        {
            int child = BitOperations.TrailingZeroCount(rest);
            ref readonly BallRange range = ref ranges[child];
            if ((keep >> child & 1) != 0) Keep(range, hits);
            else if (range.Group >= 0) Search(range.Group, query, hits, ref nodes, ref products);
            else Scan(range, query, hits, ref products);
        }
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

    private void Keep(in BallRange range, ThresholdHits hits)
    {
        Span<int> room = hits.Reserve(range.End - range.First);
        int found = 0;
        foreach (int id in _ids.AsSpan(range.First, range.End - range.First))
        {
            if (id >= 0) room[found++] = id;
        }

        hits.Advance(found);
    }

    private void Scan(in BallRange range, in BallQuery query, ThresholdHits hits, ref long products)
    {
        products += range.Points;
        int slots = range.End - range.First;
        fixed (int* ids = _ids, room = hits.Reserve(slots))
            hits.Advance(PanelHits.Find(_points.Panel(range.First / PointPanels.Lanes), slots / PointPanels.Lanes, _dimension, query.Pointer, query.Threshold, ids + range.First, room));
    }

    private float* Node(int group) => _nodes.Pointer + group * NodeFloats;
}

namespace Engine.Indexing;

/// <summary>Splits points into a ball tree: halves along the widest coordinate, sixteen children a group, leaves of at most 64.</summary>
/// <remarks>O(d N log N) on average: every level looks at every point a few times. The result depends on the points only.</remarks>
internal sealed class BallBuilder
{
    /// <summary>Children of a group: one vector of lanes.</summary>
    public const int Children = 16;

    /// <summary>Most points of a leaf.</summary>
    public const int LeafPoints = 2 * PointPanels.Lanes;

    private readonly int _dimension;
    private readonly float[] _rows;
    private readonly float[] _keys;
    private readonly double[] _mean;
    private int _slots;

    /// <summary>Builds the tree of some rows, shape (N, d).</summary>
    public BallBuilder(int dimension, float[] rows)
    {
        (_dimension, _rows) = (dimension, rows);
        int count = rows.Length / dimension;
        Order = new int[count];
        for (int r = 0; r < count; r++) Order[r] = r;
        _keys = new float[count];
        _mean = new double[dimension];
        Root = Place(0, count);
    }

    /// <summary>Rows in the order of their slots; slots of a leaf beyond its points are skipped.</summary>
    public int[] Order { get; }

    /// <summary>Slots, a multiple of 32.</summary>
    public int Slots => _slots;

    /// <summary>The whole set; its group is -1 when it is one leaf.</summary>
    public BallRange Root { get; }

    /// <summary>Leaves: first slot and first place in <see cref="Order"/>, with the number of points.</summary>
    public List<(int Slot, int Place, int Points)> Leaves { get; } = [];

    /// <summary>Per group and child.</summary>
    public List<BallRange[]> Groups { get; } = [];

    /// <summary>Per group: component k of the centre of child j at [16 k + j].</summary>
    public List<float[]> Centres { get; } = [];

    /// <summary>Per group: the reach of each child (<see cref="BallQuery"/>).</summary>
    public List<float[]> Reaches { get; } = [];

    /// <summary>The largest |c| + rho.</summary>
    public double Norm { get; private set; }

    private BallRange Place(int low, int high)
    {
        int first = _slots;
        if (high - low <= LeafPoints)
        {
            Leaves.Add((first, low, high - low));
            _slots += (high - low + PointPanels.Lanes - 1) / PointPanels.Lanes * PointPanels.Lanes;
            return new BallRange(-1, first, _slots, high - low);
        }

        List<int> cuts = Cut(low, high);
        int group = Groups.Count, count = cuts.Count - 1;
        var ranges = new BallRange[count];
        Groups.Add(ranges);
        Centres.Add(new float[Children * _dimension]);
        Reaches.Add(new float[Children]);
        for (int j = 0; j < count; j++)
        {
            Enclose(group, j, cuts[j], cuts[j + 1]);
            ranges[j] = Place(cuts[j], cuts[j + 1]);
        }

        return new BallRange(group, first, _slots, high - low);
    }

    // Four times everything that is too large for a leaf is halved.
    private List<int> Cut(int low, int high)
    {
        List<int> cuts = [low, high];
        for (int parts = 1; parts < Children; parts *= 2)
        {
            for (int j = cuts.Count - 2; j >= 0; j--)
            {
                int count = cuts[j + 1] - cuts[j];
                if (count <= LeafPoints) continue;
                // Left halves are whole leaves, so that few leaves are nearly empty.
                int left = (count / 2 + LeafPoints - 1) / LeafPoints * LeafPoints;
                Halve(cuts[j], count, left);
                cuts.Insert(j + 1, cuts[j] + left);
            }
        }

        return cuts;
    }

    private void Halve(int low, int count, int left)
    {
        int widest = 0;
        float width = -1;
        for (int k = 0; k < _dimension; k++)
        {
            float least = float.PositiveInfinity, most = float.NegativeInfinity;
            for (int j = low; j < low + count; j++)
            {
                float value = _rows[(long)Order[j] * _dimension + k];
                least = MathF.Min(least, value);
                most = MathF.Max(most, value);
            }

            if (most - least > width) (widest, width) = (k, most - least);
        }

        for (int j = low; j < low + count; j++) _keys[j] = _rows[(long)Order[j] * _dimension + widest];
        Selection.Split(_keys.AsSpan(low, count), Order.AsSpan(low, count), left);
    }

    private void Enclose(int group, int child, int low, int high)
    {
        _mean.AsSpan().Clear();
        for (int j = low; j < high; j++)
        {
            for (int k = 0; k < _dimension; k++) _mean[k] += _rows[(long)Order[j] * _dimension + k];
        }

        double square = 0;
        for (int k = 0; k < _dimension; k++)
        {
            // The radius is taken around the rounded centre.
            float centre = (float)(_mean[k] / (high - low));
            Centres[group][k * Children + child] = centre;
            _mean[k] = centre;
            square += (double)centre * centre;
        }

        double farthest = 0;
        for (int j = low; j < high; j++)
        {
            double distance = 0;
            for (int k = 0; k < _dimension; k++)
            {
                double difference = _rows[(long)Order[j] * _dimension + k] - _mean[k];
                distance += difference * difference;
            }

            farthest = Math.Max(farthest, distance);
        }

        double radius = RoundingSlack.RootAbove(farthest), norm = RoundingSlack.RootAbove(square) + radius;
        Reaches[group][child] = BallQuery.Reach(radius, norm, _dimension);
        Norm = Math.Max(Norm, norm);
    }
}

namespace Engine;

/// <summary>Mean, spread and range of every column of a table, in double precision.</summary>
internal sealed class ColumnStatistics
{
    /// <summary>Fewer columns than this are measurements, not an image.</summary>
    private const int MinCommensurateColumns = 16;

    private readonly float[] _minimum;
    private readonly float[] _maximum;

    private ColumnStatistics(double[] mean, double[] deviation, float[] minimum, float[] maximum)
    {
        Mean = mean;
        Deviation = deviation;
        _minimum = minimum;
        _maximum = maximum;
        VaryingColumns = Enumerable.Range(0, mean.Length).Count(column => !IsConstant(column));
    }

    /// <summary>Length d; for a constant column exactly its value.</summary>
    public double[] Mean { get; }

    /// <summary>Population standard deviation, length d; for a constant column exactly 0.</summary>
    public double[] Deviation { get; }

    /// <summary>How many columns hold more than one value.</summary>
    public int VaryingColumns { get; }

    /// <summary>Passes over the table twice, row by row.</summary>
    public static ColumnStatistics Of(Dataset data)
    {
        float[] minimum = data.Row(0).ToArray(), maximum = data.Row(0).ToArray();
        var mean = new double[data.Dimension];
        for (int row = 0; row < data.Count; row++)
        {
            ReadOnlySpan<float> cells = data.Row(row);
            for (int column = 0; column < cells.Length; column++)
            {
                minimum[column] = Math.Min(minimum[column], cells[column]);
                maximum[column] = Math.Max(maximum[column], cells[column]);
                mean[column] += cells[column];
            }
        }

        // The rounded mean of equal values can differ from the value, and centring would then leave noise.
        for (int column = 0; column < mean.Length; column++)
            mean[column] = minimum[column] == maximum[column] ? minimum[column] : mean[column] / data.Count;
        return new ColumnStatistics(mean, Deviations(data, mean), minimum, maximum);
    }

    public bool IsConstant(int column) => _minimum[column] == _maximum[column];

    /// <summary>Whether the columns share one unit, by the rule stated on <see cref="Scaling.Auto"/>.</summary>
    public bool AreCommensurate()
    {
        if (Mean.Length < MinCommensurateColumns) return false;
        float lowest = _minimum.Min();
        double range = (double)_maximum.Max() - lowest;
        int alike = Enumerable.Range(0, Mean.Length).Count(column =>
            !IsConstant(column) && _minimum[column] == lowest && 2 * ((double)_maximum[column] - lowest) >= range);
        return 2 * alike >= VaryingColumns;
    }

    private static double[] Deviations(Dataset data, double[] mean)
    {
        var squares = new double[mean.Length];
        for (int row = 0; row < data.Count; row++)
        {
            ReadOnlySpan<float> cells = data.Row(row);
            for (int column = 0; column < cells.Length; column++)
            {
                double apart = cells[column] - mean[column];
                squares[column] += apart * apart;
            }
        }

        return Array.ConvertAll(squares, sum => Math.Sqrt(sum / data.Count));
    }
}

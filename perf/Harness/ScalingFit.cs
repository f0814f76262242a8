namespace Engine.Perf;

/// <summary>seconds = constant * m^exponent, fitted to the logarithms by least squares.</summary>
/// <param name="Series">Rows it was fitted to.</param>
/// <param name="Exponent">The slope.</param>
/// <param name="HalfWidth">Half the 95 % confidence interval of the slope (Student's t on the residuals).</param>
/// <param name="From">Smallest m.</param>
/// <param name="To">Largest m.</param>
/// <param name="Points">Rows.</param>
/// <remarks>The interval says how well a power law describes the rows; what bends away from one shows in the fit over the larger half.</remarks>
internal sealed record ScalingFit(string Series, double Exponent, double HalfWidth, int From, int To, int Points)
{
    private const int FewestPoints = 3;

    // 97.5 % quantiles of Student's t for 1, 2, ... degrees of freedom; beyond the last the interval is a little too wide.
    private static readonly double[] s_quantiles = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228];

    /// <summary>Fits all rows, which have sizes, and the larger half of them when that leaves enough; nothing when there are too few.</summary>
    public static IEnumerable<ScalingFit> Of(string series, Measurement[] rows)
    {
        Measurement[] ordered = [.. rows.OrderBy(row => row.Size)];
        if (ordered.Length < FewestPoints) yield break;
        yield return Fit(series, ordered);
        Measurement[] larger = ordered[(ordered.Length / 2)..];
        if (larger.Length > FewestPoints) yield return Fit(series, larger);
    }

    private static ScalingFit Fit(string series, Measurement[] rows)
    {
        double[] x = [.. rows.Select(row => Math.Log(row.Size!.Value))], y = [.. rows.Select(row => Math.Log(row.Seconds))];
        double meanX = x.Average(), meanY = y.Average();
        double spread = x.Sum(value => (value - meanX) * (value - meanX));
        double slope = x.Zip(y, (a, b) => (a - meanX) * (b - meanY)).Sum() / spread;
        double squares = x.Zip(y, (a, b) => b - meanY - slope * (a - meanX)).Sum(residual => residual * residual);
        int freedom = rows.Length - 2;
        double deviation = Math.Sqrt(squares / freedom / spread);
        return new ScalingFit(series, slope, s_quantiles[Math.Min(freedom, s_quantiles.Length) - 1] * deviation, rows[0].Size!.Value, rows[^1].Size!.Value, rows.Length);
    }
}

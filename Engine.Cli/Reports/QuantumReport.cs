namespace Engine.Cli;

/// <summary>The object of <c>quantum --json</c>.</summary>
/// <param name="Error">Largest probability that a neuron is missed.</param>
/// <param name="Rows">By width.</param>
/// <param name="QueryExponent">Slope of log queries against log m, where there are two widths or more.</param>
internal sealed record QuantumReport(double Error, IReadOnlyList<QuantumRow> Rows, double? QueryExponent)
{
    /// <summary>Least squares through the logarithms.</summary>
    public static double? Exponent(IReadOnlyList<QuantumRow> rows)
    {
        if (rows.Count < 2) return null;
        double meanX = rows.Average(row => Math.Log(row.Width)), meanY = rows.Average(row => Math.Log(row.Queries));
        return rows.Sum(row => (Math.Log(row.Width) - meanX) * (Math.Log(row.Queries) - meanY)) / rows.Sum(row => Math.Pow(Math.Log(row.Width) - meanX, 2));
    }
}

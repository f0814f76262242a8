namespace Engine.Perf;

/// <summary>A setting of <c>digits-gd</c>.</summary>
/// <param name="Series">Data and, where it is not the default, the shift.</param>
/// <param name="Log">log2 m.</param>
/// <param name="DenseIterations">Enough for a steady time, and for losses to compare.</param>
/// <param name="Shift">b; null for the default.</param>
/// <param name="Total">Ratio we ask of all iterations, or null.</param>
/// <param name="Late">Ratio we ask of late iterations, or null.</param>
internal sealed record DigitsCase(string Series, int Log, int DenseIterations, double? Shift = null, double? Total = null, double? Late = null)
{
    /// <summary>m.</summary>
    public int Width => 1 << Log;

    /// <summary>Data set in <c>samples/</c>.</summary>
    public string File { get; init; } = "digits.csv";

    /// <summary>Column to predict.</summary>
    public string Label { get; init; } = "label";
}

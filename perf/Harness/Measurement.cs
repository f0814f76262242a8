using System.Text.Json.Nodes;

namespace Engine.Perf;

/// <summary>One row of a result.</summary>
/// <param name="Series">Rows of one series differ in <paramref name="Size"/> only: a scaling exponent is fitted to each.</param>
/// <param name="Size">m.</param>
/// <param name="Seconds">Ours.</param>
/// <param name="Baseline">The baseline's.</param>
/// <param name="Unit">Natural unit of <paramref name="Value"/>.</param>
/// <param name="Value">Ours, in that unit.</param>
/// <param name="Details">Further columns: numbers and texts.</param>
internal sealed record Measurement(string Series, int Size, double Seconds, double Baseline, string Unit, double Value, JsonObject Details)
{
    /// <summary>Series and size.</summary>
    public string Case => int.IsPow2(Size) ? $"{Series} m=2^{int.Log2(Size)}" : $"{Series} m={Size}";

    /// <summary>How many times faster than the baseline.</summary>
    public double Ratio => Baseline / Seconds;
}

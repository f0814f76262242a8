using System.Text.Json.Nodes;

namespace Engine.Perf;

/// <summary>One row of a result.</summary>
/// <param name="Series">Rows of one series differ in <paramref name="Size"/> only: a scaling exponent is fitted to each.</param>
/// <param name="Size">m; null for a row that no exponent is fitted to, whose series then names all of it.</param>
/// <param name="Seconds">Ours.</param>
/// <param name="Baseline">The baseline's.</param>
/// <param name="Unit">Natural unit of <paramref name="Value"/>.</param>
/// <param name="Value">Ours, in that unit.</param>
/// <param name="Details">Further columns: numbers and texts.</param>
internal sealed record Measurement(string Series, int? Size, double Seconds, double Baseline, string Unit, double Value, JsonObject Details)
{
    /// <summary>Series and size.</summary>
    public string Case => Size switch
    {
        null => Series,
        { } m when int.IsPow2(m) => $"{Series} m=2^{int.Log2(m)}",
        { } m => $"{Series} m={m}",
    };

    /// <summary>How many times faster than the baseline.</summary>
    public double Ratio => Baseline / Seconds;
}

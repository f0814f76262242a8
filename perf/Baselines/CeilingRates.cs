using System.Text.Json.Nodes;

namespace Engine.Perf;

/// <summary>Makes a row of a computation that is compared with OpenBLAS, and with the ceiling of the processor.</summary>
/// <param name="Peak">Operations per second at best, on the threads used and in the precision used.</param>
/// <param name="Operations">Of one run, counted alike for both.</param>
/// <param name="Threads">Those threads.</param>
internal sealed record CeilingRates(double Peak, double Operations, int Threads)
{
    /// <summary>The row; without a baseline's time the ceiling is the baseline.</summary>
    /// <param name="series">Name of the row.</param>
    /// <param name="ours">Our time.</param>
    /// <param name="openBlas">That of OpenBLAS, or null.</param>
    /// <param name="target">Ratio to reach, or null.</param>
    /// <param name="details">Further columns.</param>
    public Measurement Row(string series, ContestTime ours, ContestTime? openBlas, double? target, JsonObject details)
    {
        double rate = Operations / ours.Seconds;
        double least = Operations / Peak;
        ContestTime baseline = openBlas ?? new ContestTime(least, least, least * Threads, 100);
        details["against"] = openBlas is null ? "FMA ceiling" : OpenBlas.Instance!.Name;
        details["baselineGflops"] = Operations / baseline.Seconds / 1e9;
        details["peakGflops"] = Peak / 1e9;
        details["peakPercent"] = 100 * rate / Peak;
        details["target"] = target;
        details["met"] = target is null || openBlas is null ? null : baseline.Seconds / ours.Seconds >= target ? "yes" : "no";
        ours.AddColumns(details, baseline);
        return new Measurement(series, null, ours.Seconds, baseline.Seconds, "GFLOP/s", rate / 1e9, details);
    }
}

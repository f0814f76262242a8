using System.Text.Json.Nodes;

namespace Engine.Perf;

/// <summary>What one contestant took.</summary>
/// <param name="Seconds">Wall-clock time of one run, median over the samples.</param>
/// <param name="Fastest">The shortest sample, per run.</param>
/// <param name="CpuSeconds">Processor time of the process for one run, mean over the samples.</param>
/// <param name="CpuPercent">Processor time of all samples, of what the threads it was given could have had.</param>
internal sealed record ContestTime(double Seconds, double Fastest, double CpuSeconds, double CpuPercent)
{
    /// <summary>Adds the columns that tell whether the two had the processors, and the ratio of what they used of them.</summary>
    public void AddColumns(JsonObject details, ContestTime baseline)
    {
        details["cpuRatio"] = baseline.CpuSeconds / CpuSeconds;
        details["cpuPercent"] = CpuPercent;
        details["baselineCpuPercent"] = baseline.CpuPercent;
    }
}

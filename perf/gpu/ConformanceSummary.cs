using System.Diagnostics;
using Engine.Kernels;
using Engine.Tests.Conformance;

namespace Engine.Gpu;

/// <summary>How the conformance suite went on one device.</summary>
/// <param name="Passed">Cases that passed.</param>
/// <param name="Failures">Name and message of each case that failed.</param>
/// <param name="Seconds">For the whole suite.</param>
internal sealed record ConformanceSummary(int Passed, IReadOnlyList<string> Failures, double Seconds)
{
    /// <summary>Runs every case, and prints those that fail.</summary>
    public static ConformanceSummary Of(ComputeDevice device)
    {
        List<string> failures = [];
        long start = Stopwatch.GetTimestamp();
        foreach (ConformanceCase item in ConformanceSuite.All)
        {
            try
            {
                using ConformanceRun run = new(device);
                item.Check(run);
                run.RequireIntactGuards();
            }
            catch (Exception failure)
            {
                failures.Add($"{item.Name}: {failure.Message}");
                Console.WriteLine($"FAILED {failures[^1]}");
            }
        }

        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        int passed = ConformanceSuite.All.Count - failures.Count;
        Console.WriteLine($"{device.Name}: {passed} of {ConformanceSuite.All.Count} conformance cases passed in {seconds:F1} s");
        return new ConformanceSummary(passed, failures, seconds);
    }
}

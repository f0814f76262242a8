using System.Diagnostics;
using Engine.Kernels;

namespace Engine.Gpu;

/// <summary>Times work on a device: the work is repeated until waiting for it costs nothing beside it.</summary>
/// <param name="device">Where it runs.</param>
/// <param name="quick">One short repetition.</param>
internal sealed class DeviceTimer(ComputeDevice device, bool quick)
{
    private const double LeastSeconds = 0.05;
    private const int Repetitions = 7;

    /// <summary>Median seconds of one run.</summary>
    public double Seconds(Action work)
    {
        // Compiles kernels and takes the workspace.
        Once(work, 1);
        if (quick) return Once(work, 1);
        int runs = 1;
        double first = Once(work, runs);
        if (first < LeastSeconds) runs = (int)Math.Min(10_000, Math.Ceiling(LeastSeconds / Math.Max(first, 1e-6)));
        double[] seconds = [.. Enumerable.Range(0, Repetitions).Select(_ => Once(work, runs)).Order()];
        return seconds[Repetitions / 2];
    }

    private double Once(Action work, int runs)
    {
        device.Synchronize();
        long start = Stopwatch.GetTimestamp();
        for (int run = 0; run < runs; run++) work();
        device.Synchronize();
        return Stopwatch.GetElapsedTime(start).TotalSeconds / runs;
    }
}

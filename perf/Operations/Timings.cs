using System.Diagnostics;

namespace Engine.Perf;

/// <summary>Times of one of several actions that take turns.</summary>
/// <param name="rounds">How often it is timed.</param>
/// <param name="action">What is timed.</param>
internal sealed class Timings(int rounds, Action action)
{
    private readonly double[] _seconds = new double[rounds];
    private readonly double[] _processor = new double[rounds];

    /// <summary>Median of elapsed seconds.</summary>
    public double Seconds => Statistics.Median(_seconds);

    /// <summary>Median of processor seconds, all threads together.</summary>
    public double ProcessorSeconds => Statistics.Median(_processor);

    /// <summary>Runs the actions in turn, a first time untimed.</summary>
    public static void Interleave(int rounds, params ReadOnlySpan<Timings> timings)
    {
        for (int round = -1; round < rounds; round++)
        {
            foreach (Timings item in timings) item.Run(round);
        }
    }

    private void Run(int round)
    {
        long start = Stopwatch.GetTimestamp();
        TimeSpan used = Environment.CpuUsage.TotalTime;
        action();
        if (round < 0) return;
        _processor[round] = (Environment.CpuUsage.TotalTime - used).TotalSeconds;
        _seconds[round] = Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}

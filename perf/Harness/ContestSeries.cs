using System.Diagnostics;

namespace Engine.Perf;

/// <summary>The samples of one contestant.</summary>
/// <param name="contestant">Who is timed.</param>
/// <param name="repeats">Runs in a sample.</param>
internal sealed class ContestSeries(Contestant contestant, int repeats)
{
    private readonly List<double> _seconds = [];
    private double _cpuSeconds;
    private double _wallSeconds;

    /// <summary>Takes one sample.</summary>
    public void Sample()
    {
        contestant.Prepare?.Invoke();
        // Asking for the processor time is itself some microseconds: it counts for both sums, and for no sample.
        long begin = Stopwatch.GetTimestamp();
        TimeSpan cpu = Environment.CpuUsage.TotalTime;
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < repeats; i++) contestant.Run();
        _seconds.Add(Stopwatch.GetElapsedTime(start).TotalSeconds / repeats);
        _cpuSeconds += (Environment.CpuUsage.TotalTime - cpu).TotalSeconds;
        _wallSeconds += Stopwatch.GetElapsedTime(begin).TotalSeconds;
    }

    /// <summary>Summary of the samples so far.</summary>
    /// <param name="threads">Threads the contestant was given.</param>
    public ContestTime Time(int threads) =>
        new(Statistics.Median(_seconds), _seconds.Min(), _cpuSeconds / (_seconds.Count * repeats), 100 * _cpuSeconds / _wallSeconds / threads);
}

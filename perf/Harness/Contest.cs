using System.Diagnostics;

namespace Engine.Perf;

/// <summary>Times several ways in turn, one sample of each a round, so that what disturbs the machine disturbs all of them.</summary>
internal static class Contest
{
    private const double ShortestSample = 0.01, WarmUpSeconds = 0.15;
    private const int MostRounds = 2001;

    /// <summary>Warms up, then runs rounds until the time is over.</summary>
    /// <param name="threads">Threads each contestant may use: what its processor time is compared with.</param>
    /// <param name="length">How long.</param>
    /// <param name="contestants">In the order of a round.</param>
    /// <returns>One element per contestant.</returns>
    public static ContestTime[] Run(int threads, ContestLength length, params ReadOnlySpan<Contestant> contestants)
    {
        var series = new ContestSeries[contestants.Length];
        double round = 0;
        for (int i = 0; i < contestants.Length; i++)
        {
            double seconds = WarmUp(contestants[i]);
            int repeats = contestants[i].Prepare is null ? (int)Math.Max(1, ShortestSample / seconds) : 1;
            series[i] = new ContestSeries(contestants[i], repeats);
            round += seconds * repeats;
        }

        int rounds = (int)Math.Clamp(length.Seconds / round, length.FewestRounds, MostRounds);
        for (int r = 0; r < rounds; r++)
        {
            foreach (ContestSeries one in series) one.Sample();
        }

        return [.. series.Select(one => one.Time(threads))];
    }

    /// <summary>Runs until code is compiled and memory touched.</summary>
    /// <returns>Seconds of a run in the mean: a single one may be shorter than the clock can tell.</returns>
    private static double WarmUp(Contestant contestant)
    {
        long begin = Stopwatch.GetTimestamp();
        double seconds = 0;
        int runs = 0;
        do
        {
            contestant.Prepare?.Invoke();
            long start = Stopwatch.GetTimestamp();
            contestant.Run();
            seconds += Stopwatch.GetElapsedTime(start).TotalSeconds;
            runs++;
        }
        while (Stopwatch.GetElapsedTime(begin).TotalSeconds < WarmUpSeconds);
        contestant.Check?.Invoke();
        return seconds / runs;
    }
}

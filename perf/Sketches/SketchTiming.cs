using System.Text.Json.Nodes;
using Engine.Kernels;

namespace Engine.Perf;

/// <summary>Times a sketch against one reading of as much memory as it reads and writes.</summary>
/// <param name="Count">n.</param>
/// <param name="Rows">s.</param>
/// <param name="InputBytes">Bytes of the vectors.</param>
/// <param name="SquaredNorm">||x_i||₂² of the vector that is sketched, for every i.</param>
internal sealed record SketchTiming(int Count, int Rows, long InputBytes, Func<int, double> SquaredNorm)
{
    private const int BlockElements = 1 << 6;

    // Norms of single sketches vary by sqrt(2 / s), a few times that for Kronecker products; their mean over n vectors by much less.
    private const double NormTolerance = 0.5;

    /// <summary>Runs the contest.</summary>
    /// <param name="series">Name of the row.</param>
    /// <param name="team">The team the sketch was drawn for.</param>
    /// <param name="result">(n, s).</param>
    /// <param name="apply">Sketches all vectors into the result.</param>
    /// <param name="target">Least ratio, or null.</param>
    /// <param name="length">How long.</param>
    public Measurement Measure(string series, WorkerTeam team, NativeBuffer<float> result, Action apply, double? target, ContestLength length)
    {
        long bytes = InputBytes + result.Bytes, elements = (bytes / sizeof(float) + BlockElements - 1) / BlockElements * BlockElements;
        using var memory = new NativeBuffer<float>(elements);
        double normError = 0;
        var ours = new Contestant(apply, Check: () => normError = MeanNormError(result));
        ContestTime[] times = Contest.Run(team.Size, length, ours, new BandwidthCeiling(team, memory).Read);
        double ratio = times[1].Seconds / times[0].Seconds;
        var details = new JsonObject
        {
            ["readGBps"] = elements * sizeof(float) / times[1].Seconds / 1e9,
            ["MiB"] = bytes / (double)(1 << 20),
            ["target"] = target,
            ["met"] = target is null ? null : ratio >= target ? "yes" : "no",
            ["normError"] = normError,
        };
        times[0].AddColumns(details, times[1]);
        return new Measurement(series, null, times[0].Seconds, times[1].Seconds, "GB/s", bytes / times[0].Seconds / 1e9, details);
    }

    private double MeanNormError(NativeBuffer<float> result)
    {
        double sum = 0;
        for (int i = 0; i < Count; i++)
        {
            double square = 0;
            foreach (float y in result.Slice((long)i * Rows, Rows)) square += (double)y * y;
            sum += square / SquaredNorm(i) - 1;
        }

        double mean = Math.Abs(sum / Count);
        if (!(mean <= NormTolerance)) throw new ComparisonFailedException($"squared norms of sketches are off by {mean:P0} in the mean.");
        return mean;
    }
}

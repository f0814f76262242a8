using Xunit;

namespace Engine.Tests.Conformance;

/// <summary>Prefix sums.</summary>
internal static class ScanConformance
{
    // Around the eight counts of a thread, the tile of 2,048 and the chunk of the host.
    private static readonly int[] s_lengths = [0, 1, 2, 7, 8, 9, 255, 256, 257, 2046, 2047, 2048, 2049, 4095, 4096, 16_384, 16_385];

    public static IEnumerable<ConformanceCase> Cases =>
    [
        .. s_lengths.Select(n => new ConformanceCase("exclusive-scan", $"n={n} ints", run => Ints(run, n, i => i * 37 % 11))),
        .. s_lengths.Select(n => new ConformanceCase("exclusive-scan", $"n={n} longs", run => Longs(run, n))),
        new("exclusive-scan", "total beyond 32 bits", run => Ints(run, 3000, _ => int.MaxValue)),
        new("exclusive-scan", "zeros", run => Ints(run, 2500, _ => 0)),
        new("exclusive-scan", "three levels", run => Ints(run, 2048 * 2048 + 1, i => i % 3), IsLarge: true),
    ];

    private static void Ints(ConformanceRun run, int n, Func<int, int> count)
    {
        int[] counts = [.. Enumerable.Range(0, n).Select(count)];
        GuardedArray<long> offsets = run.Output<long>(n + 1L);
        run.Device.Sparse.ExclusiveScan(run.Input<int>(counts), offsets);
        RequireSums([.. counts.Select(item => (long)item)], run.Read(offsets));
    }

    private static void Longs(ConformanceRun run, int n)
    {
        long[] counts = [.. Enumerable.Range(0, n).Select(i => ((long)i * 29 % 13) << 33)];
        GuardedArray<long> offsets = run.Output<long>(n + 1L);
        run.Device.Sparse.ExclusiveScan(run.Input<long>(counts), offsets);
        RequireSums(counts, run.Read(offsets));
    }

    private static void RequireSums(long[] counts, long[] offsets)
    {
        long sum = 0;
        for (int i = 0; i < counts.Length; sum += counts[i++]) Assert.Equal(sum, offsets[i]);
        Assert.Equal(sum, offsets[^1]);
    }
}

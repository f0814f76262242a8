namespace Engine.Perf;

/// <summary>Team sizes to measure with.</summary>
internal static class ThreadCounts
{
    /// <summary>One, two and all processors, as far as there are so many.</summary>
    public static IReadOnlyList<int> All { get; } =
        [.. new[] { 1, 2, Environment.ProcessorCount }.Where(threads => threads <= Environment.ProcessorCount).Distinct()];
}

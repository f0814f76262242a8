namespace Engine.Kernels;

/// <summary>How many vectors an accelerator sketch takes at a time, where each needs scratch memory.</summary>
internal static class BatchSize
{
    // 16 MB of floats: enough threads for any GPU, and little enough to stay in a large second-level cache from one pass to the next.
    private const long ScratchElements = 1 << 22;

    /// <summary>At least <paramref name="least"/> vectors, or all of them.</summary>
    /// <param name="vectors">n, at least 1.</param>
    /// <param name="elementsEach">Scratch elements of one vector, at least 1.</param>
    /// <param name="least">At least 1.</param>
    public static int Of(int vectors, long elementsEach, int least = 1) => (int)Math.Min(vectors, Math.Max(least, ScratchElements / elementsEach));
}

namespace Engine.Tests.Kernels;

/// <summary>Managed bytes that an action allocates on this thread.</summary>
internal static class AllocatedBytes
{
    private const int Rounds = 5;

    /// <summary>The least over five rounds, after a first one that may allocate.</summary>
    /// <remarks>
    /// A garbage collection caused by another test retires this thread's allocation buffer, and what was left of it counts as allocated:
    /// up to 8 KB out of nowhere. It does not happen five times in a row to an action of microseconds.
    /// </remarks>
    internal static long By(Action action)
    {
        action();
        long least = long.MaxValue;
        for (int round = 0; round < Rounds && least > 0; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            action();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}

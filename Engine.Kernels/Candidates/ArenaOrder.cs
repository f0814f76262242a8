namespace Engine.Kernels;

/// <summary>The order in which parts of an arena can be moved together where they are: fresh memory is dear, what is there can be used again.</summary>
internal static unsafe class ArenaOrder
{
    // An arena that would be fuller than this soon had to be compacted again.
    private const double MostFilled = 0.95;

    /// <summary>Neurons in the order of their parts, if all that is live fits into the arena with some room; null where a larger one is needed, and any order is right.</summary>
    /// <param name="live">Units in use, with those that are asked for.</param>
    /// <param name="capacity">Units of the arena.</param>
    /// <param name="count">Neurons.</param>
    /// <param name="start">Where a neuron's part begins.</param>
    public static int[]? InPlace(long live, long capacity, int count, Func<int, int> start)
    {
        if (live > MostFilled * capacity) return null;
        int[] neurons = [.. Enumerable.Range(0, count)], starts = Array.ConvertAll(neurons, local => start(local));
        Array.Sort(starts, neurons);
        return neurons;
    }

    /// <summary>Moves a part to its place, which may overlap the old one.</summary>
    /// <param name="part">Its first element.</param>
    /// <param name="arena">The arena.</param>
    /// <param name="start">First unit of the place.</param>
    /// <param name="units">Units of the part.</param>
    /// <param name="length">Elements of a unit.</param>
    public static void Move<T>(T* part, T* arena, int start, int units, int length)
        where T : unmanaged
    {
        long bytes = (long)units * length * sizeof(T);
        Buffer.MemoryCopy(part, arena + (long)start * length, bytes, bytes);
    }
}

namespace Engine;

/// <summary>The SplitMix64 generator: word i is a hash of seed + i times a constant, so it is counter-based.</summary>
/// <remarks>Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014; constants of its reference code.</remarks>
internal struct SplitMix64
{
    private ulong _state;

    public SplitMix64(ulong seed) => _state = seed;

    /// <summary>The integers 0 to count - 1 in an order drawn uniformly (Fisher-Yates).</summary>
    public static int[] Permutation(int count, ulong seed)
    {
        var random = new SplitMix64(seed);
        var order = new int[count];
        for (int i = 0; i < count; i++)
        {
            int j = (int)random.NextBelow((ulong)i + 1);
            order[i] = order[j];
            order[j] = i;
        }

        return order;
    }

    public ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        ulong z = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>An integer in [0, bound), without bias.</summary>
    /// <remarks>Lemire, "Fast random integer generation in an interval", ACM TOMACS 2019.</remarks>
    public ulong NextBelow(ulong bound)
    {
        ulong high = Math.BigMul(Next(), bound, out ulong low);
        if (low >= bound) return high;
        ulong threshold = (0 - bound) % bound;
        while (low < threshold) high = Math.BigMul(Next(), bound, out low);
        return high;
    }
}

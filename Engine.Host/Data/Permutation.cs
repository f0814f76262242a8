using Engine.Kernels;

namespace Engine;

/// <summary>A random order of rows, the same for the same seed on every machine.</summary>
internal static class Permutation
{
    /// <summary>Stream of the draws, apart from those of weights (0), signs (1) and start vectors (2).</summary>
    private const uint Stream = 3;

    /// <summary>The integers 0 to count - 1 in an order drawn uniformly (Fisher-Yates).</summary>
    public static int[] Draw(int count, ulong seed)
    {
        var random = new CounterRandom(seed, Stream);
        ulong index = 0;
        var order = new int[count];
        for (int i = 0; i < count; i++)
        {
            int j = (int)Below((uint)i + 1, random, ref index);
            order[i] = order[j];
            order[j] = i;
        }

        return order;
    }

    /// <summary>An integer in [0, bound), without bias.</summary>
    /// <remarks>Lemire, "Fast random integer generation in an interval", ACM TOMACS 2019.</remarks>
    private static uint Below(uint bound, CounterRandom random, ref ulong index)
    {
        ulong product = (ulong)random.Bits(index++) * bound;
        if ((uint)product >= bound) return (uint)(product >> 32);
        uint threshold = (0 - bound) % bound;
        while ((uint)product < threshold) product = (ulong)random.Bits(index++) * bound;
        return (uint)(product >> 32);
    }
}

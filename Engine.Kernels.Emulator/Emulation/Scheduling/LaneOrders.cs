namespace Engine.Kernels.Emulation;

/// <summary>In which order the threads of a group run.</summary>
internal static class LaneOrders
{
    /// <summary>All threads, warp after warp.</summary>
    public static int[] Permutation(int threads, int warpSize, EmulatorSettings settings)
    {
        int[] order = [.. Enumerable.Range(0, threads)];
        switch (settings.LaneOrder)
        {
            case LaneOrder.Reverse:
                Array.Reverse(order);
                break;
            case LaneOrder.Shuffled:
                var random = new Random(settings.Seed);
                int[][] warps = Warps(order, warpSize);
                random.Shuffle(warps);
                foreach (int[] warp in warps) random.Shuffle(warp);
                order = [.. warps.SelectMany(warp => warp)];
                break;
        }

        return order;
    }

    /// <summary>The same threads cut into warps.</summary>
    public static int[][] Warps(int[] order, int warpSize) => [.. order.GroupBy(thread => thread / warpSize).Select(warp => warp.ToArray())];
}

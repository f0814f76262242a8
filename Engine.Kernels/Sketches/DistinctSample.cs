namespace Engine.Kernels;

/// <summary>Draws distinct numbers below a limit.</summary>
internal static class DistinctSample
{
    /// <summary>Every set of the asked size equally likely, in ascending order.</summary>
    /// <param name="state">Where the random sequence begins; one element per number is used.</param>
    /// <param name="limit">The numbers are in [0, limit).</param>
    /// <param name="sorted">Receives the numbers; at most <paramref name="limit"/>.</param>
    /// <remarks>Floyd's sampling, as in <see cref="DistinctCodes"/>: draw k is below limit - size + k + 1, or, if taken, limit - size + k.</remarks>
    public static void Draw(RngState state, int limit, Span<int> sorted)
    {
        CounterRandom random = state.Random;
        HashSet<int> taken = new(sorted.Length);
        for (int k = 0; k < sorted.Length; k++)
        {
            int last = limit - sorted.Length + k;
            int drawn = (int)SignedRow.Below(random.Bits(state.NextIndex + (uint)k), last + 1);
            sorted[k] = taken.Add(drawn) ? drawn : last;
            taken.Add(sorted[k]);
        }

        sorted.Sort();
    }
}

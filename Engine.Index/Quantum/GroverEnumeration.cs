namespace Engine.Indexing;

/// <summary>
/// The quantum variant of arXiv 2110.04622: all k marked of m items by amplitude amplification, as a counted simulation. The state stays in a plane, so its success probabilities are computed exactly;
/// what is counted is what a quantum computer would ask: queries of the oracle "is this item marked?".
/// </summary>
/// <remarks>
/// Boyer, Brassard, Hoyer and Tapp 1998 with items removed as they are found: with t marked ones left and theta = asin(sqrt(t/m)), j steps find one with probability sin^2((2j + 1) theta); j is drawn below a
/// bound that grows by 1.2 up to sqrt(m). It costs about 2.8 to 3.1 sqrt(m k) queries. That nothing is left can only be made likely: a search that fails, with j uniform below ceil(sqrt(m)),
/// misses a marked item with probability at most 3/4, and the certificate repeats it until 0.75^rounds is at most the error asked for: (sqrt(m) + 1)/2 + 1 queries a round on average at most, after
/// about 3 sqrt(m) while the bound grows again. A round that still finds something starts it anew. The result is Monte Carlo, not exact.
/// </remarks>
public static class GroverEnumeration
{
    private const double Growth = 1.2, MissPerRound = 0.75;

    /// <summary>Failing rounds that make an error this unlikely.</summary>
    public static int CertificateRounds(double error)
    {
        if (!(error is > 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(error), error, $"0 < error < 1 does not hold: error={error}.");
        return (int)Math.Ceiling(Math.Log(error) / Math.Log(MissPerRound));
    }

    /// <summary>Enumerates the marked items.</summary>
    /// <param name="items">m, at least 1.</param>
    /// <param name="marked">Their ids, any order, distinct.</param>
    /// <param name="error">Largest probability that something is missed.</param>
    /// <param name="random">Where measurements come from.</param>
    public static GroverReport Run(int items, ReadOnlySpan<int> marked, double error, SplitMix64 random)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(items, 1);
        if (marked.Length > items) throw new ArgumentException($"marked <= items does not hold: marked={marked.Length}, items={items}.", nameof(marked));
        int rounds = CertificateRounds(error);
        int[] left = marked.ToArray();
        int remaining = left.Length;
        long searching = 0, certifying = 0;
        int failed = 0;
        double bound = 1, widest = Math.Sqrt(items);
        while (failed < rounds)
        {
            // While the bound is below its end a failure proves little; from then on it counts.
            bool wide = bound >= widest;
            int steps = random.NextInt((int)Math.Ceiling(bound));
            double angle = (2 * steps + 1) * Math.Asin(Math.Sqrt((double)remaining / items));
            bool hit = random.NextUniform() < Math.Pow(Math.Sin(angle), 2);
            // j steps, and one query that checks what was measured. Only the simulation knows to which part a round belongs.
            if (remaining == 0) certifying += steps + 1;
            else searching += steps + 1;
            if (hit && remaining > 0)
            {
                // Any of those left, each as likely.
                int place = random.NextInt(remaining--);
                (left[place], left[remaining]) = (left[remaining], left[place]);
                (bound, failed) = (1, 0);
                continue;
            }

            if (wide) failed++;
            bound = Math.Min(Growth * bound, widest);
        }

        int[] found = left[remaining..];
        Array.Sort(found);
        return new GroverReport(found, remaining, searching, certifying, error);
    }
}

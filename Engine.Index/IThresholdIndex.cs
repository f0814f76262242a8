namespace Engine.Indexing;

/// <summary>Stored points p with ids; reports every p with &lt;p, q&gt; &gt; tau for arbitrary queries q.</summary>
/// <remarks>
/// An exact index (<see cref="MissProbability"/> = 0) compares the <em>canonical</em> inner product: the fp32 chain s = fma(p_k, q_k, s) over
/// k = 0 .. d-1 from s = 0. That number does not depend on the index, the vector width or the machine, so all exact indexes report
/// bitwise the same sets, and those of Engine.Kernels, which scores the same way. Several threads may call <see cref="Report"/> at once, each with hits of its own,
/// while nobody changes the index. Reference: half-space reporting, arXiv 2110.04622.
/// </remarks>
public interface IThresholdIndex
{
    /// <summary>d, at least 1.</summary>
    int Dimension { get; }

    /// <summary>Stored points.</summary>
    int Count { get; }

    /// <summary>Upper bound of the probability that a point which should be reported is not; 0 for an exact index. Nothing else is ever reported.</summary>
    double MissProbability { get; }

    /// <summary>Finds the points above the threshold, for each query.</summary>
    /// <param name="queries">Shape (n, d), row-major, finite.</param>
    /// <param name="threshold">tau, in units of the inner product; infinities allowed. The comparison is strict.</param>
    /// <param name="hits">Overwritten: one row of ids per query, ascending.</param>
    /// <returns>What was done.</returns>
    /// <exception cref="ArgumentException">The shape is wrong, or a number is NaN, or a query is infinite; the message says where.</exception>
    IndexWork Report(ReadOnlySpan<float> queries, float threshold, ThresholdHits hits);
}

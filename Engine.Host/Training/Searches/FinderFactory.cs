using Engine.Indexing;
using Engine.Kernels;

namespace Engine;

/// <summary>Makes the finder of a part of the neurons for each search that keeps weights.</summary>
internal static class FinderFactory
{
    /// <summary>A finder that is not started yet.</summary>
    /// <param name="search">Any but <see cref="FireSearch.Certified"/>.</param>
    /// <param name="problem">Samples and threshold.</param>
    /// <param name="rows">X, (n, d).</param>
    /// <param name="memoryBudget">Most bytes of one correlation tree.</param>
    public static IFireFinder Create(FireSearch search, CandidateProblem problem, float[] rows, long memoryBudget)
    {
        if (search == FireSearch.Dense) return new ScanFinder(problem.Samples, problem.Shift);
        var setting = new IndexSetting
        {
            Threshold = problem.Shift,
            ExpectedFraction = NormalDistribution.UpperTail(problem.Shift),
            QueriesTogether = search == FireSearch.PreprocessedData ? IndexFinder.Together : problem.Samples.Count,
        };
        IFireSetIndex index = FireSetIndexFactory.Create(Kind(search), setting, memoryBudget);
        return new IndexFinder(index, rows, problem.Samples.Dimension, problem.Shift);
    }

    private static FireSetIndexKind Kind(FireSearch search) => search switch
    {
        FireSearch.PreprocessedWeights => FireSetIndexKind.HalfSpaceOverWeights,
        FireSearch.PreprocessedData => FireSetIndexKind.HalfSpaceOverData,
        FireSearch.CorrelationTreeD => FireSetIndexKind.CorrelationDTree,
        FireSearch.CorrelationTreeW => FireSetIndexKind.CorrelationWTree,
        _ => throw new ArgumentOutOfRangeException(nameof(search), search, $"search keeps weights does not hold: search={search}."),
    };
}

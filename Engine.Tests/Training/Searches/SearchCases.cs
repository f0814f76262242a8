using Xunit;

namespace Engine.Tests.Training;

/// <summary>The searches that hold the weights, for theories.</summary>
internal static class SearchCases
{
    internal static IEnumerable<FireSearch> WithWeights => Enum.GetValues<FireSearch>().Where(search => search != FireSearch.Certified);

    /// <summary>A row for each of them.</summary>
    internal static TheoryData<FireSearch> Rows()
    {
        TheoryData<FireSearch> rows = new();
        foreach (FireSearch search in WithWeights) rows.Add(search);
        return rows;
    }

    /// <summary>Gradient descent for a few steps; every size leaves remainders of tiles, panels, leaf blocks and parts.</summary>
    internal static TrainingCase Descent(FireSearch search, int steps = 5) => new()
    {
        Width = 1500,
        Samples = 37,
        Dimension = 19,
        Outputs = 3,
        Shift = 1.2f,
        Options = new TrainingOptions { Method = TrainingMethod.GradientDescent, Search = search, StepLimit = steps, TargetLoss = 0.0, Threads = 2 },
    };
}

namespace Engine.Perf;

/// <summary>How long a contest goes on.</summary>
/// <param name="Seconds">Time for the samples of all contestants together.</param>
/// <param name="FewestRounds">Samples of each, even where they take longer than that.</param>
internal sealed record ContestLength(double Seconds, int FewestRounds)
{
    /// <summary>For a check that it runs.</summary>
    public static ContestLength Quick { get; } = new(0.1, 3);

    /// <summary>For a result.</summary>
    public static ContestLength Full { get; } = new(4, 5);
}

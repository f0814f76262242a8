namespace Engine.Indexing;

/// <summary>What <see cref="ThresholdIndexFactory"/> is told about the queries to come.</summary>
public sealed record IndexSetting
{
    /// <summary>tau of most queries.</summary>
    /// <value>Default 0; any number.</value>
    public float Threshold { get; init; }

    /// <summary>Norm of most queries.</summary>
    /// <value>Default 1; positive. Only sign hashing asks for it.</value>
    public double QueryNorm { get; init; } = 1;

    /// <summary>rho: expected share of points above the threshold.</summary>
    /// <value>Default 0.01; in [0, 1].</value>
    public double ExpectedFraction { get; init; } = 0.01;

    /// <summary>Queries of a batch: a scan reads the points once for all of them.</summary>
    /// <value>Default 64; at least 1.</value>
    public int QueriesTogether { get; init; } = 64;

    /// <summary>Whether points come, go and move.</summary>
    public bool Dynamic { get; init; }

    /// <summary>The index to take, whatever the rules say; null for the environment variable ENGINE_INDEX, else the rules.</summary>
    public string? Name { get; init; }

    /// <summary>Seed of the approximate index.</summary>
    public ulong Seed { get; init; } = 1;
}

namespace Engine.Perf;

/// <summary>A family of measurements under one name.</summary>
internal interface IBenchmark
{
    /// <summary>What the command line calls it.</summary>
    string Name { get; }

    /// <summary>One line for the list.</summary>
    string Summary { get; }

    /// <summary>What can be measured, in the order to measure it.</summary>
    /// <param name="quick">Whether to leave out what takes long.</param>
    IReadOnlyList<BenchmarkCase> Cases(bool quick);
}

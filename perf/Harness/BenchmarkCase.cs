namespace Engine.Perf;

/// <summary>One setting of a benchmark; it may yield several rows.</summary>
/// <param name="Name">What <c>--cases</c> looks into.</param>
/// <param name="Measure">Does the work; throws when what is compared did not compute the same.</param>
internal sealed record BenchmarkCase(string Name, Func<IReadOnlyList<Measurement>> Measure);

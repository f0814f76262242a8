namespace Engine.Perf;

/// <summary>Two ways that must agree did not: their times mean nothing.</summary>
internal sealed class ComparisonFailedException(string message) : Exception(message);

namespace Engine.Indexing;

/// <summary>What one check of <see cref="IndexCheck"/> found.</summary>
/// <param name="Name">Of the index.</param>
/// <param name="Passed">Whether it reported the sets of brute force.</param>
/// <param name="Detail">What was compared, or the error.</param>
/// <param name="Milliseconds">Time it took, brute force included.</param>
public sealed record IndexCheckResult(string Name, bool Passed, string Detail, double Milliseconds);

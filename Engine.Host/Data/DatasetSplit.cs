namespace Engine;

/// <summary>Two disjoint parts of one data set.</summary>
/// <param name="Train">The rows to fit on; at least one of every class.</param>
/// <param name="Test">The rows to measure on, never seen in training; at least one.</param>
public sealed record DatasetSplit(Dataset Train, Dataset Test);

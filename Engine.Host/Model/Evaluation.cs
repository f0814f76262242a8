namespace Engine;

/// <summary>How a network does on labelled data.</summary>
/// <param name="Count">Samples.</param>
/// <param name="Accuracy">Share of samples classified right; null for regression.</param>
/// <param name="R2">1 minus the squared error over the squared deviation from the mean of these targets; null for classification.</param>
/// <param name="RootMeanSquaredError">In the units of the target; null for classification.</param>
public sealed record Evaluation(int Count, double? Accuracy, double? R2, double? RootMeanSquaredError);

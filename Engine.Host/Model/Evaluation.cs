namespace Engine;

/// <summary>How a network does on labelled data.</summary>
/// <param name="Count">Samples.</param>
/// <param name="Accuracy">Share of samples classified right; null for regression.</param>
/// <param name="R2">1 minus the squared error over the squared deviation from the mean of these targets; null for classification.</param>
/// <param name="RootMeanSquaredError">In the units of the target; null for classification.</param>
/// <param name="LogLoss">Mean of -ln of the probability of the right class; null where there are no probabilities (<see cref="WideNetwork.HasProbabilities"/>).</param>
/// <param name="CalibrationError">Expected calibration error, 15 bins of equal width (1706.04599); null where there are no probabilities.</param>
public sealed record Evaluation(
    int Count, double? Accuracy, double? R2, double? RootMeanSquaredError, double? LogLoss = null, double? CalibrationError = null);

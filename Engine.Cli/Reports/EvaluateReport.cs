namespace Engine.Cli;

/// <summary>The object of <c>evaluate --json</c>.</summary>
/// <param name="Model">The model file.</param>
/// <param name="Data">The data file.</param>
/// <param name="Samples">Rows scored.</param>
/// <param name="Accuracy">Classification only.</param>
/// <param name="LogLoss">Models with probabilities only.</param>
/// <param name="CalibrationError">Models with probabilities only.</param>
/// <param name="R2">Regression only; absent when all targets are equal.</param>
/// <param name="Rmse">Regression only.</param>
/// <param name="Classes">The classes of <paramref name="Confusion"/>.</param>
/// <param name="Confusion">Rows per true class and predicted class, when asked for.</param>
internal sealed record EvaluateReport(
    string Model, string Data, int Samples, double? Accuracy, double? LogLoss, double? CalibrationError, double? R2, double? Rmse, IReadOnlyList<string>? Classes, int[][]? Confusion);

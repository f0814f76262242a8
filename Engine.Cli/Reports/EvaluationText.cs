namespace Engine.Cli;

/// <summary>Scores in words.</summary>
internal static class EvaluationText
{
    /// <summary>Accuracy and the quality of probabilities where there are any, or R2 and RMSE, and on how many rows.</summary>
    public static string Of(Evaluation evaluation)
    {
        string score = evaluation.Accuracy is { } accuracy
            ? $"accuracy {Figures.Percent(accuracy)}"
            : $"R2 {(evaluation.R2 is { } r2 ? r2.ToString("F4") : "undefined (equal targets)")}, RMSE {evaluation.RootMeanSquaredError:G5}";
        if (evaluation.LogLoss is { } logLoss) score += $", log-loss {logLoss:G4}, calibration error {Figures.Percent(evaluation.CalibrationError!.Value)}";
        return $"{score} on {evaluation.Count:N0} rows";
    }
}

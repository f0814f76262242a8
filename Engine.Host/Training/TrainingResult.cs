namespace Engine;

/// <summary>How training went.</summary>
/// <param name="Status">Why it ended.</param>
/// <param name="Message">The same in a sentence, with the figures.</param>
/// <param name="Steps">Steps taken.</param>
/// <param name="InitialLoss">Loss before the first step.</param>
/// <param name="Loss">Loss at the end.</param>
/// <param name="RelativeLoss">Loss over <paramref name="InitialLoss"/>.</param>
/// <param name="Ridge">Ridge used, relative to the mean diagonal of the first Gram matrix; 0 when there was none.</param>
/// <param name="Form">Update form used.</param>
/// <param name="FormReason">Why that form.</param>
/// <param name="Seconds">Wall time, preprocessing included.</param>
/// <param name="PreprocessSeconds">Wall time of preprocessing: transform, scores of all pairs, candidate lists.</param>
/// <param name="History">One record per step, the starting point first.</param>
/// <param name="KeptStep">The step whose model is kept, where validation samples chose it; else null. The losses are those of that step.</param>
public sealed record TrainingResult(
    TrainingStatus Status,
    string Message,
    int Steps,
    double InitialLoss,
    double Loss,
    double RelativeLoss,
    double Ridge,
    UpdateForm Form,
    string FormReason,
    double Seconds,
    double PreprocessSeconds,
    IReadOnlyList<StepMetrics> History,
    int? KeptStep = null);

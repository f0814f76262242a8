using System.Text.Json.Serialization;

namespace Engine;

/// <summary>How a network's weights came about; stored with it. Holds nothing that differs between equal runs, such as times.</summary>
/// <param name="Source">File name of the training data, without its folder.</param>
/// <param name="Samples">n.</param>
/// <param name="Method">Method.</param>
/// <param name="Ridge">Ridge relative to the mean diagonal of the first Gram matrix.</param>
/// <param name="TargetLoss">Relative loss asked for.</param>
/// <param name="Steps">Steps taken; with validation samples, to the model that was kept.</param>
/// <param name="RelativeLoss">Relative loss reached; 1 when training ended before the first step.</param>
/// <param name="Status">Why training ended.</param>
/// <param name="Loss">What was minimised; not written for the squared loss, which files of earlier versions have all been trained by.</param>
public sealed record TrainingSummary(
    string Source, int Samples, TrainingMethod Method, double Ridge, double TargetLoss, int Steps, double RelativeLoss, TrainingStatus Status,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] LossKind Loss = LossKind.Squared);

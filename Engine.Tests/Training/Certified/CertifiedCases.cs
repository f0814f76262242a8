namespace Engine.Tests.Training;

/// <summary>Small runs in which every step is a certified one.</summary>
internal static class CertifiedCases
{
    internal static TrainingCase Of(UpdateForm form, int outputs, double? band, double coldBand, float shift, int samples) => new()
    {
        Width = 300 * outputs,
        Samples = samples,
        // Components are combined in blocks of 64, what is left by 16.
        Dimension = samples switch { 37 => 86, 48 => 64, _ => 16 },
        Outputs = outputs,
        Shift = shift,
        Options = new TrainingOptions { Method = TrainingMethod.GradientDescent, DueTimes = true, Form = form, Band = band, ColdBand = coldBand, Threads = 2 },
    };
}

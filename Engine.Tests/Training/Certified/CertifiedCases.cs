namespace Engine.Tests.Training;

/// <summary>Small runs in which every step is a certified one.</summary>
internal static class CertifiedCases
{
    internal static TrainingCase Of(UpdateForm form, int outputs, double? band, double coldBand, float shift, int samples) => new()
    {
        Width = 300 * outputs,
        Samples = samples,
        Dimension = 16,
        Outputs = outputs,
        Shift = shift,
        Options = new TrainingOptions { Method = TrainingMethod.GradientDescent, DueTimes = true, Form = form, Band = band, ColdBand = coldBand, Threads = 2 },
    };
}

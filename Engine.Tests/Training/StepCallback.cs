namespace Engine.Tests.Training;

/// <summary>Progress on the training thread: <see cref="Progress{T}"/> would post it to the pool.</summary>
internal sealed class StepCallback(Action<StepMetrics> body) : IProgress<StepMetrics>
{
    public void Report(StepMetrics value) => body(value);
}

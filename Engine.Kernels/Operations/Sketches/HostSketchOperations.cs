namespace Engine.Kernels;

/// <summary><see cref="SketchOperations"/> on the processor.</summary>
internal sealed class HostSketchOperations(HostDevice device) : SketchOperations
{
    private protected override DeviceSketch SampleCore(SketchDistribution distribution, RngState state) =>
        new HostSketch(distribution.Sample(state, device.Team).Operator);

    private protected override DeviceKroneckerSketch SampleCore(KroneckerDistribution distribution, RngState state) =>
        new HostKroneckerSketch(distribution, distribution.Sample(state, device.Team).Operator);
}

using Engine.Kernels;

namespace Engine.Tests.Conformance;

/// <summary>A device the suite runs on.</summary>
/// <param name="Name">What test names and failures say.</param>
/// <param name="Family">What <c>ENGINE_REQUIRE</c> calls it: host, emulator, ilgpu-cpu, cuda or opencl.</param>
/// <param name="Open">Opens it.</param>
internal sealed record DeviceUnderTest(string Name, string Family, Func<ComputeDevice> Open);

using ILGPU;
using ILGPU.Algorithms;
using ILGPU.Runtime.CPU;

namespace Engine.Kernels;

/// <summary>The accelerators of a build with <c>Ilgpu=emulated</c>: the emulator, and the reason why there is nothing else.</summary>
internal static class AcceleratorBackends
{
    private const string Id = "emulator";
    private const string Missing = "this build runs accelerator kernels on the emulator only; build with -p:Ilgpu=package (or a folder that holds ILGPU.dll) to have it";

    public static string Build => "built with Ilgpu=emulated: accelerator kernels run on an emulator, for tests; neither ILGPU nor a GPU is used";

    public static IReadOnlyList<DeviceListing> List() =>
    [
        new DeviceListing(Id, DeviceKind.Emulator, IsPresent: true, "runs the accelerator kernels on the processor with every access checked; for tests, slow"),
        new DeviceListing("ilgpu-cpu", DeviceKind.IlgpuCpu, IsPresent: false, Missing),
        new DeviceListing("cuda:0", DeviceKind.Cuda, IsPresent: false, Missing),
        new DeviceListing("opencl:0", DeviceKind.OpenCL, IsPresent: false, Missing),
    ];

    public static AcceleratorDevice Open(DeviceListing listing) => OpenCpu(warpWidth: 32);

    /// <summary>An emulator with a warp width of the caller's choice and groups of up to 256 threads.</summary>
    internal static AcceleratorDevice OpenCpu(int warpWidth)
    {
        Context context = Context.Create(builder => builder.CPU(new CPUDevice(warpWidth, GroupSize.Threads / warpWidth, 1)).EnableAlgorithms().Optimize(OptimizationLevel.O2));
        return new AcceleratorDevice(DeviceKind.Emulator, $"emulator, warps of {warpWidth}", context, context.Devices[0]);
    }
}

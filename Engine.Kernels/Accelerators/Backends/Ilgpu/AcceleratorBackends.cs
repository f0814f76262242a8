using System.Runtime.InteropServices;
using ILGPU;
using ILGPU.Algorithms;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace Engine.Kernels;

/// <summary>The accelerators of a build with ILGPU: its CPU accelerator, and the CUDA and OpenCL devices of the machine.</summary>
internal static class AcceleratorBackends
{
    public static string Build => $"built with ILGPU {Context.Version}: accelerator kernels run on CUDA, OpenCL or ILGPU's CPU accelerator";

    public static IReadOnlyList<DeviceListing> List()
    {
        NativeLibraries.Register();
        return
        [
            new DeviceListing("emulator", DeviceKind.Emulator, IsPresent: false, "this build runs accelerator kernels on ILGPU; build without -p:Ilgpu to have the emulator"),
            new DeviceListing("ilgpu-cpu", DeviceKind.IlgpuCpu, IsPresent: true, "ILGPU's CPU accelerator: a debugger, thousands of times slower than the host"),
            .. ListAll(DeviceKind.Cuda, "cuda", NativeLibraries.Cuda, "the NVIDIA driver", builder => builder.Cuda()),
            .. ListAll(DeviceKind.OpenCL, "opencl", NativeLibraries.OpenCL, "an OpenCL loader", builder => builder.OpenCL()),
        ];
    }

    public static AcceleratorDevice Open(DeviceListing listing)
    {
        NativeLibraries.Register();
        if (listing.Kind == DeviceKind.IlgpuCpu) return OpenCpu(warpWidth: 32);
        int index = int.Parse(listing.Id[(listing.Id.IndexOf(':') + 1)..], System.Globalization.CultureInfo.InvariantCulture);
        Context context = Create(builder => listing.Kind == DeviceKind.Cuda ? builder.Cuda() : builder.OpenCL());
        Device device = context.Devices[index];
        AcceleratorDevice opened = new(listing.Kind, device.Name, context, device);
        if (listing.Kind == DeviceKind.Cuda) opened.VendorProducts = CublasProducts.TryCreate(opened);
        return opened;
    }

    /// <summary>ILGPU's CPU accelerator with a warp width of the caller's choice and groups of up to 256 threads.</summary>
    internal static AcceleratorDevice OpenCpu(int warpWidth)
    {
        Context context = Create(builder => builder.CPU(new CPUDevice(warpWidth, GroupSize.Threads / warpWidth, 1)));
        return new AcceleratorDevice(DeviceKind.IlgpuCpu, $"ILGPU CPU accelerator, warps of {warpWidth}", context, context.Devices[0]);
    }

    private static Context Create(Func<Context.Builder, Context.Builder> devices) =>
        Context.Create(builder => devices(builder).EnableAlgorithms().Optimize(OptimizationLevel.O2));

    private static DeviceListing[] ListAll(DeviceKind kind, string prefix, string library, string owner, Func<Context.Builder, Context.Builder> devices)
    {
        if (!NativeLibrary.TryLoad(library, out _))
            return [new DeviceListing(prefix + ":0", kind, IsPresent: false, $"{library} is not found: {owner} is not installed")];
        using Context context = Create(devices);
        // ILGPU puts its CPU accelerator in the place of a family that has no device.
        if (context.Devices.All(device => device.AcceleratorType == AcceleratorType.CPU))
            return [new DeviceListing(prefix + ":0", kind, IsPresent: false, $"{library} is there, but ILGPU {Context.Version} finds no device it can use")];
        return
        [
            .. context.Devices.Select((device, index) =>
                new DeviceListing($"{prefix}:{index}", kind, IsPresent: true, $"{device.Name}, {device.MemorySize >> 20} MiB, {device.NumMultiprocessors} multiprocessors")),
        ];
    }
}

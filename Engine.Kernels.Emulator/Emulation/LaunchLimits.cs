using ILGPU;
using ILGPU.Runtime;

namespace Engine.Kernels.Emulation;

/// <summary>What a device allows a launch to be.</summary>
internal static class LaunchLimits
{
    /// <exception cref="ArgumentOutOfRangeException">The shape is empty or exceeds the device.</exception>
    /// <exception cref="InvalidOperationException">Dynamic shared memory is given to a kernel that does not use it, as ILGPU has it.</exception>
    public static void Check(CompiledKernel kernel, Device device, KernelConfig shape, KernelSpecialization specialization)
    {
        Require(shape.IsValid, kernel, $"a launch of {shape.GridDim} groups of {shape.GroupDim} threads is empty");
        Require(shape.GroupDim.LongSize <= device.MaxNumThreadsPerGroup, kernel, $"a group of {shape.GroupDim} threads exceeds the device's {device.MaxNumThreadsPerGroup}");
        if (specialization.MaxNumThreadsPerGroup is { } most) Require(shape.GroupDim.LongSize <= most, kernel, $"a group of {shape.GroupDim} threads exceeds the {most} it was loaded for");
        Require(IsWithin(shape.GroupDim, device.MaxGroupSize), kernel, $"a group of {shape.GroupDim} threads exceeds the device's {device.MaxGroupSize}");
        Require(IsWithin(shape.GridDim, device.MaxGridSize), kernel, $"a grid of {shape.GridDim} groups exceeds the device's {device.MaxGridSize}");
        long bytes = (long)shape.SharedMemoryConfig.NumElements * shape.SharedMemoryConfig.ElementSize;
        Require(bytes <= device.MaxSharedMemoryPerGroup, kernel, $"{bytes} bytes of dynamic shared memory exceed the device's {device.MaxSharedMemoryPerGroup}");
        if (shape.UsesDynamicSharedMemory && !kernel.UsesDynamicMemory)
            throw new InvalidOperationException($"Kernel {kernel.Name}: dynamic shared memory is given, but the kernel does not use any.");
    }

    private static bool IsWithin(Index3D size, Index3D limit) => size.X <= limit.X && size.Y <= limit.Y && size.Z <= limit.Z;

    private static void Require(bool condition, CompiledKernel kernel, string rule)
    {
        if (!condition) throw new ArgumentOutOfRangeException("shape", $"Kernel {kernel.Name}: {rule}.");
    }
}

using Engine.Kernels.Emulation;

namespace ILGPU;

/// <summary>Memory of a group, one piece for each call site, holding poison when the group starts. Only inside kernels.</summary>
public static unsafe class SharedMemory
{
    /// <summary>One element.</summary>
    [SharedAllocation]
    public static ref T Allocate<T>()
        where T : unmanaged => throw KernelHelp.OutsideKernel("SharedMemory.Allocate");

    /// <summary>Some elements; their number is a constant.</summary>
    [SharedAllocation]
    public static ArrayView<T> Allocate<T>(int extent)
        where T : unmanaged => throw KernelHelp.OutsideKernel("SharedMemory.Allocate");

    /// <inheritdoc cref="Allocate{T}(int)"/>
    [SharedAllocation]
    public static ArrayView1D<T, Stride1D.Dense> Allocate1D<T>(Index1D extent)
        where T : unmanaged => throw KernelHelp.OutsideKernel("SharedMemory.Allocate1D");

    /// <summary>All the dynamic shared memory of the launch, as elements of one type.</summary>
    public static ArrayView<T> GetDynamic<T>()
        where T : unmanaged => LaneState.Require("SharedMemory.GetDynamic")->Group->Dynamic<T>();
}

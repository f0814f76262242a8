namespace Engine.Kernels;

/// <summary>What executes the operations of a device.</summary>
public enum DeviceKind
{
    /// <summary>SIMD C# on the processor: the default, and the fastest on a CPU.</summary>
    Host,

    /// <summary>The accelerator kernels, run by the emulator of this repository: for tests; slow.</summary>
    Emulator,

    /// <summary>The accelerator kernels on ILGPU's CPU accelerator: a debugger; very slow.</summary>
    IlgpuCpu,

    /// <summary>The accelerator kernels on an NVIDIA GPU, dense products by cuBLAS.</summary>
    Cuda,

    /// <summary>The accelerator kernels on an OpenCL device.</summary>
    OpenCL,
}

using ILGPU.Runtime;

namespace Engine.Kernels.Emulation;

/// <summary>Something went wrong while a kernel ran. The message names the kernel, the group and the lane.</summary>
internal sealed class KernelFaultException(string message, Exception? inner = null) : AcceleratorException(message, inner);

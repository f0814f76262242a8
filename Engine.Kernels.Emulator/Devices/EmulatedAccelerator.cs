using ILGPU;
using ILGPU.Runtime;

namespace Engine.Kernels.Emulation;

/// <summary>The only kind of accelerator there is here.</summary>
internal sealed class EmulatedAccelerator(Context context, Device device) : Accelerator(context, device);

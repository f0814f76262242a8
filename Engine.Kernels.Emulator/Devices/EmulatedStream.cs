using ILGPU.Runtime;

namespace Engine.Kernels.Emulation;

/// <summary>The only kind of stream there is here.</summary>
internal sealed class EmulatedStream(Accelerator accelerator) : AcceleratorStream(accelerator);

using System.Reflection;

namespace Engine.Kernels.Emulation;

/// <summary>A kernel ready to run.</summary>
/// <param name="Method">The kernel as written.</param>
/// <param name="Step">The kernel as rewritten.</param>
/// <param name="FrameBytes">Bytes of a lane's state and saved variables.</param>
/// <param name="Sites">Suspensions; resume point i waits at site i - 1.</param>
/// <param name="SharedSites">Number of places that reserve shared memory.</param>
/// <param name="UsesDynamicMemory">Whether it, or something it calls, asks for dynamic shared memory.</param>
internal sealed record CompiledKernel(
    MethodInfo Method, KernelStep Step, int FrameBytes, SuspensionSite[] Sites, int SharedSites, bool UsesDynamicMemory)
{
    public string Name { get; } = KernelNames.Of(Method);
}

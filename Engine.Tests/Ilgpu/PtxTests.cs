using System.Reflection;
using Engine.Tests.Conformance;
using ILGPU;
using ILGPU.Algorithms;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.PTX;
using ILGPU.Runtime.Cuda;
using Xunit;

namespace Engine.Tests.Ilgpu;

/// <summary>ILGPU's compiler accepts every kernel, without a GPU: its CPU accelerator runs the .NET methods themselves and proves nothing about that.</summary>
public sealed class PtxTests
{
    public static TheoryData<string> Kernels => [.. KernelMethods.All.Select(KernelMethods.Name)];

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Kernel_CompilesToPtx_ForHopper(string kernel)
    {
        MethodInfo method = KernelMethods.All.Single(candidate => KernelMethods.Name(candidate) == kernel);
        // A context of its own: after one failed compilation, ILGPU 1.5.3 fails all later ones in the same context.
        using Context context = Context.Create(builder => builder.Default().EnableAlgorithms().Optimize(OptimizationLevel.O2));
        using PTXBackend backend = new(context, new CudaCapabilityContext(CudaArchitecture.SM_90), CudaArchitecture.SM_90, CudaInstructionSet.ISA_80, nvvmAPI: null!);
        var compiled = (PTXCompiledKernel)backend.Compile(EntryPointDescription.FromExplicitlyGroupedKernel(method), default);
        Assert.Contains(".entry", compiled.PTXAssembly, StringComparison.Ordinal);
        // An array in local memory: accumulators belong in registers.
        Assert.DoesNotContain(".local", compiled.PTXAssembly, StringComparison.Ordinal);
    }
}

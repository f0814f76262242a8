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
        string ptx = Compile(KernelMethods.All.Single(candidate => KernelMethods.Name(candidate) == kernel));
        Assert.Contains(".entry", ptx, StringComparison.Ordinal);
        // An array in local memory: accumulators belong in registers.
        Assert.DoesNotContain(".local", ptx, StringComparison.Ordinal);
        Assert.Empty(PtxBlocks.LoadsBehindStores(ptx));
    }

    /// <summary>ILGPU 1.5.3 may move a load behind the store that overwrites it; the kernel that ran into it is rewritten, this is its loop.</summary>
    [Fact]
    public void LoadsBehindStores_AreFound_WhereIlgpuMovesThem() =>
        Assert.NotEmpty(PtxBlocks.LoadsBehindStores(Compile(((Action<ArrayView<int>, int>)ReplaceByPrefixSums).Method)));

    private static void ReplaceByPrefixSums(ArrayView<int> counts, int end)
    {
        int total = 0;
        for (int i = 0; i < end; i++)
        {
            int count = counts[i];
            counts[i] = total;
            total += count;
        }

        counts[end] = total;
    }

    private static string Compile(MethodInfo kernel)
    {
        // A context of its own: after one failed compilation, ILGPU 1.5.3 fails all later ones in the same context.
        using Context context = Context.Create(builder => builder.Default().EnableAlgorithms().Optimize(OptimizationLevel.O2));
        using PTXBackend backend = new(context, new CudaCapabilityContext(CudaArchitecture.SM_90), CudaArchitecture.SM_90, CudaInstructionSet.ISA_80, nvvmAPI: null!);
        return ((PTXCompiledKernel)backend.Compile(EntryPointDescription.FromExplicitlyGroupedKernel(kernel), default)).PTXAssembly;
    }
}

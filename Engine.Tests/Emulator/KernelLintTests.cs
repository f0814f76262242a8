using System.Reflection;
using Engine.Kernels.Emulation;
using Engine.Tests.Conformance;
using Xunit;

namespace Engine.Tests.Emulator;

/// <summary>Every kernel keeps to what ILGPU 1.5.3 compiles, and every kernel that is launched is marked, so that these tests see it.</summary>
public sealed class KernelLintTests
{
    public static TheoryData<string> Kernels => [.. KernelMethods.All.Select(KernelMethods.Name)];

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Kernel_PassesTheLinter(string kernel)
    {
        MethodInfo method = KernelMethods.All.Single(candidate => KernelMethods.Name(candidate) == kernel);
        Assert.Empty(KernelLinter.Inspect(method).Findings);
    }
}

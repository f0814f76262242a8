using System.Diagnostics.CodeAnalysis;

namespace Engine.Kernels.Emulation;

/// <summary>Errors of operations that kernels call.</summary>
internal static class KernelHelp
{
    [DoesNotReturn]
    public static void ThrowMisaligned(int alignment) =>
        throw new InvalidOperationException($"The view does not begin at a multiple of {alignment} bytes.");

    /// <summary>What an operation throws that only a rewritten kernel can perform.</summary>
    public static InvalidOperationException OutsideKernel(string operation) =>
        new($"{operation} only means something in the body of a loaded kernel.");
}

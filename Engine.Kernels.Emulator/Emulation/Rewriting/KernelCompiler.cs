using System.Reflection;

namespace Engine.Kernels.Emulation;

/// <summary>From a kernel as written to a kernel that can run.</summary>
internal static class KernelCompiler
{
    /// <exception cref="NotSupportedException">The kernel uses something ILGPU or the emulator cannot do.</exception>
    public static CompiledKernel Compile(MethodInfo kernel)
    {
        LintReport report = KernelLinter.Inspect(kernel);
        if (report.Findings.Count > 0) throw new NotSupportedException(report.ToString());
        return new KernelRewriter(kernel).Rewrite() with { UsesDynamicMemory = report.UsesDynamicMemory };
    }
}

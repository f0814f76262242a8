namespace Engine.Kernels.Emulation;

/// <summary>What the linter has to say about a kernel.</summary>
internal sealed record LintReport(string Kernel, IReadOnlyList<LintFinding> Findings, bool UsesDynamicMemory)
{
    public override string ToString() => $"Kernel {Kernel} cannot run on ILGPU 1.5.3:{string.Concat(Findings.Select(finding => $"\n  {finding}"))}";
}

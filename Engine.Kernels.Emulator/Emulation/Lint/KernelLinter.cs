using System.Reflection;
using ILGPU;

namespace Engine.Kernels.Emulation;

/// <summary>Reads the IL of a kernel and of all it calls, and finds what ILGPU 1.5.3 refuses or gets wrong.</summary>
/// <remarks>
/// Sources: op-codes from Frontend/DisassemblerDriver.cs and CodeGenerator/Driver.cs, static fields and runtime methods
/// from CodeGenerator/CodeGenerator.cs, virtual calls from CodeGenerator/Calls.cs, library calls from
/// Intrinsic/RemappedIntrinsics, all in ILGPU's Src/ILGPU/Frontend. Where ILGPU is more permissive than the emulator, the rule says so.
/// </remarks>
internal sealed class KernelLinter
{
    private static readonly TypeCode[] s_subWord =
        [TypeCode.Boolean, TypeCode.Char, TypeCode.SByte, TypeCode.Byte, TypeCode.Int16, TypeCode.UInt16];

    private readonly MethodBase _kernel;
    private readonly List<LintFinding> _findings = [];
    private readonly HashSet<MethodBase> _visited = [];
    private readonly Stack<MethodBase> _callers = new();
    private bool _usesDynamicMemory;

    private KernelLinter(MethodBase kernel) => _kernel = kernel;

    /// <summary>All findings, in order of visit; none means that the kernel may run.</summary>
    public static LintReport Inspect(MethodInfo kernel)
    {
        var linter = new KernelLinter(kernel);
        if (!kernel.IsStatic || kernel.ReturnType != typeof(void)) linter.Add(kernel, null, "a kernel is a static method that returns nothing");
        else linter.VisitKernel(kernel);
        return new LintReport(KernelNames.Of(kernel), linter._findings, linter._usesDynamicMemory);
    }

    private void VisitKernel(MethodInfo kernel)
    {
        foreach (ParameterInfo parameter in kernel.GetParameters())
        {
            if (ParameterRules.Problem(parameter.ParameterType) is { } problem) Add(kernel, null, problem);
        }

        Visit(kernel);
    }

    private void Visit(MethodBase method)
    {
        if (!_visited.Add(method)) return;
        if (method.GetMethodBody() is null)
        {
            Add(method, null, "it has no IL: a native or abstract method");
            return;
        }

        var il = new IlMethod(method);
        if (il.HasHandlers) Add(method, null, "try, catch and finally: ILGPU has no exceptions");
        IEnumerable<Type> types = method is MethodInfo { ReturnType: var result } ? il.Variables.Append(result) : il.Variables;
        foreach (string rule in types.Select(TypeRules.Problem).OfType<string>().Distinct()) Add(method, null, rule);
        _callers.Push(method);
        for (int index = 0; index < il.Instructions.Count; index++) Visit(il, index);
        _callers.Pop();
    }

    private void Visit(IlMethod il, int index)
    {
        IlInstruction instruction = il.Instructions[index];
        string? problem = InstructionRules.Problem(instruction) ?? DivisionRules.Problem(il, index);
        if (problem is not null) Add(il.Method, instruction, problem);
        else if (instruction.Operand is MethodBase) VisitCall(il, index);
    }

    private void VisitCall(IlMethod il, int index)
    {
        IlInstruction instruction = il.Instructions[index];
        MethodBase? target = CallTarget.Of(instruction);
        string? problem = target is null ? "a virtual call; ILGPU must know the method when it compiles" : CallRules.Problem(instruction, target) ?? InContext(il, index, target);
        if (problem is not null)
        {
            Add(il.Method, instruction, problem);
            return;
        }

        _usesDynamicMemory |= target!.DeclaringType == typeof(SharedMemory) && target.Name == nameof(SharedMemory.GetDynamic);
        if (CallRules.IsOpen(target)) Visit(target);
    }

    /// <summary>Rules about where a call stands.</summary>
    private string? InContext(IlMethod il, int index, MethodBase target)
    {
        bool isShared = target.IsDefined(typeof(SharedAllocationAttribute)), isSuspension = target.IsDefined(typeof(SuspendsAttribute));
        if (_callers.Contains(target)) return "recursion; ILGPU has none";
        if (il.Method != _kernel && isShared) return "shared memory in a helper method; the emulator needs it in the kernel's own body";
        if (il.Method != _kernel && isSuspension) return "a barrier or shuffle in a helper method; the emulator needs it in the kernel's own body";
        if (isSuspension && target.IsGenericMethod && TypeRules.Holds(target.GetGenericArguments()[0], s_subWord)) return "values of less than 32 bits are exchanged; ILGPU's PTX backend cannot";
        if (isShared && target.GetParameters().Length > 0 && !ConstantExpression.EndsAt(il, index - 1)) return "the length of shared memory is not a constant";
        return null;
    }

    private void Add(MethodBase method, IlInstruction? instruction, string rule)
    {
        string text = instruction?.Operand is MethodBase callee ? $"{instruction.Name} {KernelNames.Of(callee)}" : instruction?.Name ?? "declaration";
        _findings.Add(new LintFinding(KernelNames.Of(method), instruction?.Offset ?? -1, text, rule));
    }
}

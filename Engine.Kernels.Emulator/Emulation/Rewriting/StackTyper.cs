using System.Reflection;
using ILGPU;

namespace Engine.Kernels.Emulation;

/// <summary>Types the evaluation stack before each instruction. The linter has accepted the method.</summary>
internal sealed class StackTyper
{
    private readonly IlMethod _method;
    private readonly StackSlot[]?[] _before;
    private readonly bool[] _laneBoundVariables;
    private Stack<StackSlot> _stack = new();

    private StackTyper(IlMethod method)
    {
        _method = method;
        _before = new StackSlot[]?[method.Instructions.Count];
        _laneBoundVariables = new bool[method.Variables.Length];
    }

    /// <summary>For each instruction the stack before it, bottom first, and for each variable whether it may point into another.</summary>
    public static (StackSlot[]?[] Before, bool[] LaneBoundVariables) Type(IlMethod method)
    {
        var typer = new StackTyper(method);
        for (int index = 0; index < method.Instructions.Count; index++) typer.Visit(index);
        return (typer._before, typer._laneBoundVariables);
    }

    // C# leaves nothing on the stack at a backward branch, so that one pass in order of offset meets every stack.
    private void Visit(int index)
    {
        if (_before[index] is { } recorded) _stack = new Stack<StackSlot>(recorded);
        else _before[index] = Snapshot();
        IlInstruction instruction = _method.Instructions[index];
        Apply(instruction);
        foreach (int target in instruction.Targets) Record(_method.IndexOf(target), index);
        if (!instruction.FallsThrough) _stack.Clear();
        else if (index + 1 < _before.Length) Record(index + 1, index);
    }

    private void Record(int target, int from)
    {
        if (target <= from) return;
        StackSlot[] now = Snapshot();
        _before[target] = _before[target] is { } before && before.Length == now.Length
            ? [.. before.Zip(now, StackSlot.Merge)]
            : now;
    }

    private StackSlot[] Snapshot() => [.. _stack.Reverse()];

    private void Apply(IlInstruction instruction)
    {
        int variable = _method.VariableOf(instruction);
        switch (instruction.Name)
        {
            case "ldarg" or "ldloc":
                Push(StackSlot.Of(_method.Variables[variable]) with { IsLaneBound = _laneBoundVariables[variable] });
                break;
            case "ldarga" or "ldloca":
                Push(new StackSlot(_method.Variables[variable].MakeByRefType(), variable, IsLaneBound: true));
                break;
            case "starg" or "stloc":
                _laneBoundVariables[variable] |= Pop().IsLaneBound;
                break;
            case "dup":
                Push(_stack.Peek());
                break;
            case "ldfld" or "ldflda" or "stfld" or "ldsfld" or "ldsflda":
                ApplyField(instruction.Name, (FieldInfo)instruction.Operand!);
                break;
            case "call" or "callvirt" or "newobj":
                ApplyCall((MethodBase)instruction.Operand!, instruction.Name == "newobj");
                break;
            default:
                ApplyArithmetic(instruction);
                break;
        }
    }

    private void ApplyField(string name, FieldInfo field)
    {
        if (name == "stfld") Pop();

        // Static fields lie in memory that moves, and so die at a suspension like variables.
        bool isLaneBound = field.IsStatic || Pop().IsLaneBound;
        if (name is "ldflda" or "ldsflda") Push(new StackSlot(field.FieldType.MakeByRefType(), -1, isLaneBound));
        else if (name != "stfld") Push(StackSlot.Of(field.FieldType));
    }

    private void ApplyCall(MethodBase method, bool isNew)
    {
        bool isLaneBound = false;
        int arguments = method.GetParameters().Length + (method.IsStatic || isNew ? 0 : 1);
        for (int i = 0; i < arguments; i++) isLaneBound |= Pop().IsLaneBound;
        Type result = isNew ? method.DeclaringType! : method is MethodInfo { ReturnType: var returned } ? returned : typeof(void);
        if (result == typeof(void)) return;

        // An element of a view lies in device or shared memory, wherever the view itself lies.
        bool isElement = typeof(IArrayView).IsAssignableFrom(method.DeclaringType);
        Push(StackSlot.Of(result) with { IsLaneBound = result.IsByRef && isLaneBound && !isElement });
    }

    private void ApplyArithmetic(IlInstruction instruction)
    {
        switch (instruction.Name)
        {
            case "nop" or "br" or "ret" or "neg" or "not":
                break;
            case "ldc.i4" or "sizeof":
                Push(new StackSlot(typeof(int)));
                break;
            case "ldc.i8":
                Push(new StackSlot(typeof(long)));
                break;
            case "ldc.r4":
                Push(new StackSlot(typeof(float)));
                break;
            case "ldc.r8":
                Push(new StackSlot(typeof(double)));
                break;
            case "pop" or "brtrue" or "brfalse" or "switch" or "initobj":
            case "add" or "sub" or "mul" or "div" or "div.un" or "rem" or "rem.un" or "and" or "or" or "xor" or "shl" or "shr" or "shr.un":
                Pop();
                break;
            case "ceq" or "cgt" or "cgt.un" or "clt" or "clt.un":
                Replace(2, typeof(int));
                break;
            case "ldobj":
                Replace(1, (Type)instruction.Operand!);
                break;
            case "stobj":
            case var store when store.StartsWith("stind.", StringComparison.Ordinal):
            case var branch when branch.StartsWith('b'):
                Pop();
                Pop();
                break;
            default:
                Replace(1, Converted(instruction.Name));
                break;
        }
    }

    private static Type Converted(string name) => name[(name.IndexOf('.') + 1)..] switch
    {
        "r4" => typeof(float),
        "r8" or "r.un" => typeof(double),
        "i8" or "u8" => typeof(long),
        "i1" or "u1" or "i2" or "u2" or "i4" or "u4" => typeof(int),
        _ => throw new NotSupportedException($"The emulator does not know what {name} leaves on the stack."),
    };

    private void Replace(int count, Type type)
    {
        for (int i = 0; i < count; i++) Pop();
        Push(StackSlot.Of(type));
    }

    private void Push(StackSlot slot) => _stack.Push(slot);

    private StackSlot Pop() => _stack.Pop();
}

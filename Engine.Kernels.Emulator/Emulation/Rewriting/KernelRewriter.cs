using System.Reflection;
using System.Reflection.Emit;

namespace Engine.Kernels.Emulation;

/// <summary>Emits a kernel anew as a state machine: at a suspension it saves what is live in the lane's frame and returns.</summary>
/// <remarks>
/// Parameters become locals, loaded from the arguments at the start. All memory that views show is native,
/// so that references into it can be saved as addresses; references to variables cannot, and are refused.
/// </remarks>
internal sealed partial class KernelRewriter
{
    private readonly IlMethod _kernel;
    private readonly DynamicMethod _method;
    private readonly ILGenerator _il;
    private readonly LaneEmitter _lane;
    private readonly LocalBuilder[] _variables;
    private readonly FrameLayout _frame;
    private readonly Label[] _labels;
    private readonly Label[] _resumePoints;
    private readonly List<SuspensionSite> _sites = [];
    private readonly StackSlot[]?[] _stacks;
    private readonly bool[] _laneBoundVariables;
    private readonly bool[][] _live;
    private int _sharedSites;

    public KernelRewriter(MethodInfo kernel)
    {
        _kernel = new IlMethod(kernel);
        _method = new DynamicMethod(kernel.Name, typeof(int), [typeof(LaneState*), typeof(byte*)], typeof(KernelRewriter).Module, skipVisibility: true);
        _il = _method.GetILGenerator();
        _lane = new LaneEmitter(_il);
        _variables = [.. _kernel.Variables.Select(_il.DeclareLocal)];
        _frame = new FrameLayout(_kernel.Variables);
        _labels = [.. _kernel.Instructions.Select(_ => _il.DefineLabel())];
        _resumePoints = [.. _kernel.Instructions.Where(IsSuspension).Select(_ => _il.DefineLabel()).Prepend(_il.DefineLabel())];
        (_stacks, _laneBoundVariables) = StackTyper.Type(_kernel);
        _live = Liveness.Before(_kernel);
    }

    /// <exception cref="NotSupportedException">A reference to a variable is needed across a suspension.</exception>
    public CompiledKernel Rewrite()
    {
        EmitEntry();
        for (int index = 0; index < _labels.Length; index++)
        {
            _il.MarkLabel(_labels[index]);
            EmitInstruction(index);
        }

        return new CompiledKernel((MethodInfo)_kernel.Method, _method.CreateDelegate<KernelStep>(), _frame.Bytes, [.. _sites], _sharedSites, UsesDynamicMemory: false);
    }

    private static bool IsSuspension(IlInstruction instruction) =>
        instruction.Operand is MethodInfo method && method.IsDefined(typeof(SuspendsAttribute));

    private void EmitEntry()
    {
        for (int i = 0, offset = 0; i < _kernel.Parameters.Length; i++)
        {
            _lane.LoadArgument(_kernel.Parameters[i], offset);
            _il.Emit(OpCodes.Stloc, _variables[i]);
            offset = KernelArguments.Next(offset, FrameLayout.SizeOf(_kernel.Parameters[i]));
        }

        if (_resumePoints.Length > 1)
        {
            _lane.LoadField(nameof(LaneState.ResumePoint));
            _il.Emit(OpCodes.Switch, _resumePoints);
        }

        _il.MarkLabel(_resumePoints[0]);
    }

    private void EmitInstruction(int index)
    {
        IlInstruction instruction = _kernel.Instructions[index];
        if (_kernel.VariableOf(instruction) is var variable && variable >= 0)
        {
            _il.Emit(VariableCode(instruction.Name), _variables[variable]);
            return;
        }

        switch (instruction.Operand)
        {
            case null when instruction.OpCode == OpCodes.Ret:
                _il.Emit(OpCodes.Ldc_I4, LaneState.Returned);
                _il.Emit(OpCodes.Ret);
                break;
            case null:
                _il.Emit(instruction.OpCode);
                break;
            case int target when instruction.OpCode.OperandType == OperandType.InlineBrTarget:
                _il.Emit(instruction.OpCode, LabelAt(target));
                break;
            case int number:
                _il.Emit(instruction.OpCode, number);
                break;
            case int[] targets:
                _il.Emit(instruction.OpCode, [.. targets.Select(LabelAt)]);
                break;
            case MethodBase:
                EmitCall(index, instruction);
                break;
            default:
                EmitWithOperand(instruction);
                break;
        }
    }

    private void EmitWithOperand(IlInstruction instruction)
    {
        switch (instruction.Operand)
        {
            case long number:
                _il.Emit(instruction.OpCode, number);
                break;
            case float number:
                _il.Emit(instruction.OpCode, number);
                break;
            case double number:
                _il.Emit(instruction.OpCode, number);
                break;
            case FieldInfo field:
                _il.Emit(instruction.OpCode, field);
                break;
            case Type type:
                _il.Emit(instruction.OpCode, type);
                break;
            default:
                throw new NotSupportedException($"The emulator cannot re-emit {instruction.Name}.");
        }
    }

    private Label LabelAt(int offset) => _labels[_kernel.IndexOf(offset)];

    private static OpCode VariableCode(string name) => name switch
    {
        "ldarg" or "ldloc" => OpCodes.Ldloc,
        "ldarga" or "ldloca" => OpCodes.Ldloca,
        _ => OpCodes.Stloc,
    };
}

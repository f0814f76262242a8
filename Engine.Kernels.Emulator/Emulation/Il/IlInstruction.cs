using System.Reflection.Emit;

namespace Engine.Kernels.Emulation;

/// <summary>One instruction, in its long form: no short branches, no numbered variables.</summary>
/// <param name="Offset">Where it was in the method, its prefix included.</param>
/// <param name="OpCode">The long form's code.</param>
/// <param name="Operand">A number, a member, a type, or branch targets as offsets.</param>
/// <param name="Constrained">The type of a <c>constrained.</c> prefix.</param>
internal sealed record IlInstruction(int Offset, OpCode OpCode, object? Operand, Type? Constrained)
{
    /// <summary>The long form's name, such as <c>ldarg</c> or <c>conv.r4</c>.</summary>
    public string Name => OpCode.Name!;

    public int Number => (int)Operand!;

    /// <summary>Offsets it may branch to.</summary>
    public int[] Targets => OpCode.OperandType switch
    {
        OperandType.InlineBrTarget => [Number],
        OperandType.InlineSwitch => (int[])Operand!,
        _ => [],
    };

    /// <summary>Whether the next instruction may follow it.</summary>
    public bool FallsThrough => OpCode.FlowControl is not (FlowControl.Branch or FlowControl.Return or FlowControl.Throw);
}

using System.Reflection;

namespace Engine.Kernels.Emulation;

/// <summary>Which instructions kernels may contain: those on the list, and no others.</summary>
internal static class InstructionRules
{
    private const string Arrays = "arrays; ILGPU puts them in local memory, the emulator has none: use named scalars";

    private static readonly HashSet<string> s_allowed =
    [
        "nop", "ldarg", "ldarga", "starg", "ldloc", "ldloca", "stloc", "dup", "pop", "ret",
        "ldc.i4", "ldc.i8", "ldc.r4", "ldc.r8", "sizeof",
        "br", "brtrue", "brfalse", "beq", "bne.un", "bge", "bge.un", "bgt", "bgt.un", "ble", "ble.un", "blt", "blt.un", "switch",
        "add", "sub", "mul", "div", "div.un", "rem", "rem.un", "and", "or", "xor", "shl", "shr", "shr.un", "neg", "not",
        "ceq", "cgt", "cgt.un", "clt", "clt.un",
        "conv.i1", "conv.u1", "conv.i2", "conv.u2", "conv.i4", "conv.u4", "conv.i8", "conv.u8", "conv.r4", "conv.r8", "conv.r.un",
        "ldfld", "ldflda", "stfld", "ldsfld", "ldsflda", "initobj", "newobj", "ldobj", "stobj",
        "ldind.i1", "ldind.u1", "ldind.i2", "ldind.u2", "ldind.i4", "ldind.u4", "ldind.i8", "ldind.r4", "ldind.r8",
        "stind.i1", "stind.i2", "stind.i4", "stind.i8", "stind.r4", "stind.r8",
        "call", "callvirt",
    ];

    /// <summary>What is wrong with an instruction, or null.</summary>
    public static string? Problem(IlInstruction instruction) => s_allowed.Contains(instruction.Name)
        ? OfOperand(instruction)
        : Reason(instruction.Name);

    private static string? OfOperand(IlInstruction instruction) => instruction.Operand switch
    {
        FieldInfo { IsStatic: true, IsInitOnly: false } field => $"the static field {field.Name} can change; ILGPU reads static readonly fields when it compiles",
        FieldInfo field => TypeRules.Problem(field.FieldType),
        Type type => TypeRules.Problem(type),
        _ => null,
    };

    private static string Reason(string name) => name switch
    {
        "throw" or "rethrow" => "exceptions; ILGPU has none",
        "leave" or "endfinally" or "endfilter" => "try, catch and finally; ILGPU has no exceptions",
        "localloc" => "stackalloc",
        "box" or "unbox" or "unbox.any" => "boxing",
        "castclass" or "isinst" => "tests of an object's type",
        "ldstr" => "strings",
        "ldnull" => "references to objects",
        "stsfld" => "a static field is written",
        "ldftn" or "ldvirtftn" or "calli" or "jmp" => "delegates and function pointers",
        "newarr" or "ldlen" => Arrays,
        "conv.i" or "conv.u" or "ldind.i" or "stind.i" or "cpblk" or "initblk" => "raw pointers and native integers",
        "volatile." or "unaligned." => "a prefix that ILGPU ignores",
        _ when name.StartsWith("ldelem", StringComparison.Ordinal) || name.StartsWith("stelem", StringComparison.Ordinal) => Arrays,
        _ when name.Contains(".ovf", StringComparison.Ordinal) => "checked arithmetic; ILGPU drops the check without a word",
        _ => "an instruction not on the allow-list",
    };
}

using System.Numerics;

namespace Engine.Kernels.Emulation;

/// <summary>Which divisions ILGPU 1.5.3 gets wrong.</summary>
/// <remarks>
/// Its rewriter (Src/ILGPU/Static/BinaryMathOperations.xml, Div) turns a division by a power of two into a shift that keeps the sign bit, also of unsigned numbers: from
/// 2³¹ or 2⁶³ on they are divided as negative ones. Signed negative numbers are rounded down instead of towards 0; whether they occur cannot be read from IL.
/// </remarks>
internal static class DivisionRules
{
    /// <summary>What is wrong with the division at an index, or null.</summary>
    public static string? Problem(IlMethod il, int index)
    {
        if (il.Instructions[index].Name != "div.un") return null;
        int divisor = index - 1;
        while (divisor > 0 && il.Instructions[divisor].Name is "nop" or "conv.i8" or "conv.u8") divisor--;
        return PowerOfTwo(il.Instructions[divisor]) == false
            ? null
            : "an unsigned division by a power of two, or by what may be one; ILGPU shifts the sign bit in: shift to the right";
    }

    private static bool? PowerOfTwo(IlInstruction divisor) => divisor.Name switch
    {
        "ldc.i4" => BitOperations.IsPow2((uint)divisor.Number),
        "ldc.i8" => BitOperations.IsPow2((ulong)(long)divisor.Operand!),
        _ => null,
    };
}

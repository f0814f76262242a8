using System.Reflection;
using ILGPU;

namespace Engine.Kernels.Emulation;

/// <summary>Whether a value is one that ILGPU knows when it compiles, for lengths of shared memory.</summary>
internal static class ConstantExpression
{
    /// <summary>Whether the instructions up to an index leave a constant on the stack.</summary>
    public static bool EndsAt(IlMethod method, int index) => Start(method, index) >= 0;

    /// <summary>Where the expression ending at an index begins; -1 if it is no constant.</summary>
    private static int Start(IlMethod method, int index)
    {
        while (index >= 0 && method.Instructions[index].Name == "nop") index--;
        if (index < 0) return -1;
        IlInstruction instruction = method.Instructions[index];
        switch (instruction.Name)
        {
            case "ldc.i4" or "sizeof" or "ldsfld":
                return index;
            case "add" or "sub" or "mul" or "div" or "shl" or "shr":
                int right = Start(method, index - 1);
                return right < 0 ? -1 : Start(method, right - 1);
            case "newobj" when ((MethodBase)instruction.Operand!).DeclaringType == typeof(Index1D):
                return Start(method, index - 1);
            case "call" when CallTarget.Of(instruction) is MethodInfo { IsStatic: true } callee:
                return callee.GetParameters().Length == 0 ? (IsConstant(callee) ? index : -1)
                    : callee.Name == "op_Implicit" ? Start(method, index - 1)
                    : -1;
            default:
                return -1;
        }
    }

    private static bool IsConstant(MethodInfo method)
    {
        if (method.DeclaringType!.Assembly == typeof(ConstantExpression).Assembly || method.GetMethodBody() is null) return false;
        var il = new IlMethod(method);
        int value = il.Instructions.Count - 2;
        return value >= 0 && EndsAt(il, value);
    }
}

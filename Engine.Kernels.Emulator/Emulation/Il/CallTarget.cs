using System.Reflection;

namespace Engine.Kernels.Emulation;

/// <summary>Which method a call reaches, once the type arguments are known.</summary>
internal static class CallTarget
{
    /// <returns>Null if only run time could tell: a virtual call.</returns>
    public static MethodBase? Of(IlInstruction instruction)
    {
        var method = (MethodBase)instruction.Operand!;
        if (!method.IsVirtual) return method;
        if (instruction.Constrained is not { IsValueType: true } type) return IsOnValue(method) ? method : null;
        if (method.DeclaringType is not { IsInterface: true } contract) return null;
        return Implementation((MethodInfo)method, contract, type);
    }

    private static bool IsOnValue(MethodBase method) => method.DeclaringType is { IsValueType: true };

    private static MethodInfo? Implementation(MethodInfo method, Type contract, Type type)
    {
        MethodInfo definition = method.IsGenericMethod ? method.GetGenericMethodDefinition() : method;
        InterfaceMapping map = type.GetInterfaceMap(contract);
        int index = Array.IndexOf(map.InterfaceMethods, definition);
        if (index < 0 || map.TargetMethods[index].DeclaringType is not { IsInterface: false }) return null;
        return method.IsGenericMethod ? map.TargetMethods[index].MakeGenericMethod(method.GetGenericArguments()) : map.TargetMethods[index];
    }
}

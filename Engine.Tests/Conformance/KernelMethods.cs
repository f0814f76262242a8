using System.Reflection;
using Engine.Kernels;

namespace Engine.Tests.Conformance;

/// <summary>Every accelerator kernel, generic ones closed over every type they are used with.</summary>
internal static class KernelMethods
{
    private const BindingFlags Static = BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly;

    public static IReadOnlyList<MethodInfo> All { get; } =
    [
        .. from type in typeof(ComputeDevice).Assembly.GetTypes()
            from method in type.GetMethods(Static)
            let attribute = method.GetCustomAttribute<KernelAttribute>()
            where attribute is not null
            from closed in Close(method, attribute)
            select closed,
    ];

    public static string Name(MethodInfo method) =>
        $"{method.DeclaringType!.Name}.{method.Name}<{string.Join(", ", method.DeclaringType.GetGenericArguments().Concat(method.GetGenericArguments()).Select(type => type.Name))}>";

    private static IEnumerable<MethodInfo> Close(MethodInfo method, KernelAttribute attribute)
    {
        if (attribute.Arguments.Count == 0) return [method];
        if (method.IsGenericMethodDefinition) return attribute.Arguments.Select(argument => method.MakeGenericMethod(argument));
        return attribute.Arguments.Select(argument => (MethodInfo)MethodBase.GetMethodFromHandle(method.MethodHandle, method.DeclaringType!.MakeGenericType(argument).TypeHandle)!);
    }
}

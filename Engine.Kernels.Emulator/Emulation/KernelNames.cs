using System.Reflection;

namespace Engine.Kernels.Emulation;

/// <summary>How messages write methods and types.</summary>
internal static class KernelNames
{
    /// <summary>Type, method and type arguments: <c>Sum.Run&lt;Max&gt;</c>.</summary>
    public static string Of(MethodBase method)
    {
        string owner = method.DeclaringType is { } type ? Of(type) + "." : "";
        return owner + method.Name + (method.IsGenericMethod ? Arguments(method.GetGenericArguments()) : "");
    }

    public static string Of(Type type)
    {
        if (!type.IsGenericType) return type.Name;
        int tick = type.Name.IndexOf('`');
        return (tick < 0 ? type.Name : type.Name[..tick]) + Arguments(type.GetGenericArguments());
    }

    private static string Arguments(Type[] types) => $"<{string.Join(", ", types.Select(Of))}>";
}

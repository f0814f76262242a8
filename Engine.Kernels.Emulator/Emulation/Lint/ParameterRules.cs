using System.Reflection;
using System.Runtime.CompilerServices;

namespace Engine.Kernels.Emulation;

/// <summary>Which types a kernel's parameters may have, beyond what any variable may.</summary>
internal static class ParameterRules
{
    // ILGPU's launchers live in an assembly of their own, made at run time.
    private const string LauncherAssembly = "ILGPURuntime";

    /// <summary>What is wrong with a type, or null.</summary>
    public static string? Problem(Type type) => TypeRules.Holds(type, TypeCode.Boolean, TypeCode.Char)
        ? $"the parameter type {KernelNames.Of(type)} holds bool or char, which ILGPU does not copy between host and device"
        : OfAccess(type);

    private static string? OfAccess(Type type)
    {
        if (type.IsGenericType && type.GetGenericArguments().Select(OfAccess).FirstOrDefault(problem => problem is not null) is { } inner) return inner;
        Type definition = type.IsGenericType ? type.GetGenericTypeDefinition() : type;
        return definition.IsVisible || (IsOpen(definition) && IsInternal(definition))
            ? null
            : $"the parameter type {KernelNames.Of(type)} is hidden from ILGPU's launchers; make it public, or internal with InternalsVisibleTo(\"{LauncherAssembly}\")";
    }

    private static bool IsOpen(Type type) => type.Assembly.GetCustomAttributes<InternalsVisibleToAttribute>().Any(friend => friend.AssemblyName == LauncherAssembly);

    private static bool IsInternal(Type type)
    {
        for (Type? level = type; level is not null; level = level.DeclaringType)
        {
            if (level.IsNestedPrivate || level.IsNestedFamily || level.IsNestedFamANDAssem) return false;
        }

        return true;
    }
}

using System.Reflection;
using System.Runtime.CompilerServices;
using ILGPU;

namespace Engine.Kernels.Emulation;

/// <summary>Which types kernels may use.</summary>
internal static class TypeRules
{
    /// <summary>What is wrong with a type, or null.</summary>
    public static string? Problem(Type type)
    {
        if (type.IsByRef) return Problem(type.GetElementType()!);
        if (type == typeof(void) || type.IsEnum) return null;
        if (type.Assembly == typeof(Index1D).Assembly) return OfView(type);
        if (type.IsPointer || type.IsFunctionPointer || type == typeof(nint) || type == typeof(nuint)) return $"raw pointers and native integers ({KernelNames.Of(type)})";
        if (!type.IsValueType) return OfClass(type);
        if (type.IsByRefLike) return $"Span and other ref structs ({KernelNames.Of(type)})";
        if (type.IsDefined(typeof(InlineArrayAttribute), inherit: false)) return $"[InlineArray] ({KernelNames.Of(type)}); ILGPU sees one element";
        if (type.IsExplicitLayout) return $"a struct of explicit layout ({KernelNames.Of(type)})";
        return type.IsPrimitive ? null : OfLibrary(type) ?? OfFields(type);
    }

    /// <summary>Whether a type is one of some, or holds one in a field or as elements of a view.</summary>
    public static bool Holds(Type type, params ReadOnlySpan<TypeCode> codes)
    {
        if (type.IsPrimitive) return codes.Contains(Type.GetTypeCode(type));
        if (type.IsEnum) return false;
        foreach (Type part in type.IsGenericType && typeof(IArrayView).IsAssignableFrom(type) ? type.GetGenericArguments()[..1] : FieldTypes(type))
        {
            if (Holds(part, codes)) return true;
        }

        return false;
    }

    private static string? OfView(Type type)
    {
        if (!typeof(IArrayView).IsAssignableFrom(type)) return null;
        Type element = type.GetGenericArguments()[0];
        return ViewArguments.AreIn(element) ? $"a view of views ({KernelNames.Of(type)}); ILGPU's views are not unmanaged" : Problem(element);
    }

    private static string OfClass(Type type)
    {
        if (type == typeof(string)) return "strings";
        if (type.IsArray) return $"arrays ({KernelNames.Of(type)}); ILGPU puts them in local memory, the emulator has none: use named scalars";
        return typeof(Delegate).IsAssignableFrom(type) ? $"delegates ({KernelNames.Of(type)})" : $"classes ({KernelNames.Of(type)})";
    }

    private static string? OfLibrary(Type type)
    {
        string space = type.Namespace ?? "";
        if (space.StartsWith("System.Runtime.Intrinsics", StringComparison.Ordinal)) return $"System.Runtime.Intrinsics ({KernelNames.Of(type)})";
        if (space == "System.Numerics") return $"System.Numerics ({KernelNames.Of(type)}); vectors there are hardware registers";
        bool isTuple = type.IsGenericType && typeof(ITuple).IsAssignableFrom(type);
        return space.Split('.')[0] == "System" && !isTuple ? $"a type of the base library that ILGPU does not know ({KernelNames.Of(type)})" : null;
    }

    private static string? OfFields(Type type) => FieldTypes(type).Select(Problem).FirstOrDefault(problem => problem is not null);

    private static IEnumerable<Type> FieldTypes(Type type) => type
        .GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
        .Select(field => field.FieldType);
}

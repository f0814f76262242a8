using System.Numerics;
using System.Reflection;
using System.Runtime.CompilerServices;
using ILGPU;
using ILGPU.Algorithms;
using ILGPU.Runtime;

namespace Engine.Kernels.Emulation;

/// <summary>Which methods kernels may call.</summary>
internal static class CallRules
{
    private static readonly HashSet<Type> s_kernelTypes =
    [
        typeof(Group), typeof(Grid), typeof(Warp), typeof(SharedMemory), typeof(Atomic), typeof(MemoryFence), typeof(Interop),
        typeof(IntrinsicMath), typeof(XMath), typeof(Index1D), typeof(Index2D), typeof(Index3D), typeof(LongIndex1D), typeof(LongIndex3D),
        typeof(ArrayView<>), typeof(ArrayView1D<,>), typeof(Stride1D.Dense), typeof(SpecializedValue), typeof(SpecializedValue<>),
    ];

    private static readonly HashSet<string> s_viewExtensions =
        [nameof(ArrayViewExtensions.AsAligned), nameof(ArrayViewExtensions.AsAligned16), nameof(ArrayViewExtensions.AsDense)];

    // RegisterMathRemappings and its neighbours in ILGPU's RemappedIntrinsics.
    private static readonly HashSet<string> s_floatMath =
        ["Abs", "Sqrt", "Sin", "Sinh", "Asin", "Cos", "Cosh", "Acos", "Tan", "Tanh", "Atan", "Exp", "Floor", "Ceiling", "Log", "Log10", "Min", "Max", "Atan2", "Pow", "CopySign"];

    private static readonly HashSet<string> s_bitOperations = [nameof(BitOperations.PopCount), nameof(BitOperations.LeadingZeroCount), nameof(BitOperations.TrailingZeroCount)];

    private static readonly HashSet<string> s_bitConverter =
        [nameof(BitConverter.DoubleToInt64Bits), nameof(BitConverter.Int64BitsToDouble), nameof(BitConverter.SingleToInt32Bits), nameof(BitConverter.Int32BitsToSingle)];

    /// <summary>What is wrong with calling a method, or null.</summary>
    public static string? Problem(IlInstruction instruction, MethodBase target)
    {
        Type owner = target.DeclaringType!;
        if (IsEmulator(owner)) return IsForKernels(target) ? null : "an operation of the host";
        if (owner == typeof(Unsafe)) return "Unsafe";
        if (target.Name == "FusedMultiplyAdd") return "FusedMultiplyAdd; ILGPU compiles it to a function without a body";
        if (IsLibrary(owner)) return OfLibrary(instruction, target);
        if (instruction.Name == "newobj" && !owner.IsValueType) return $"creates an object ({KernelNames.Of(owner)})";
        if (!target.IsStatic && !owner.IsValueType) return $"a method of an object ({KernelNames.Of(owner)})";
        return TypeRules.Problem(owner) is { } problem && owner.IsValueType ? problem : null;
    }

    /// <summary>Whether the linter must look inside: not for operations known to ILGPU.</summary>
    public static bool IsOpen(MethodBase target) => !IsEmulator(target.DeclaringType!) && !IsKnown(target);

    private static bool IsEmulator(Type type) => type.Assembly == typeof(Index1D).Assembly;

    private static bool IsLibrary(Type type) => type.Assembly == typeof(object).Assembly || type.Namespace?.Split('.')[0] is "System" or "Microsoft";

    private static bool IsForKernels(MethodBase method)
    {
        Type owner = method.DeclaringType!;
        if (owner == typeof(ArrayViewExtensions)) return s_viewExtensions.Contains(method.Name);
        Type definition = owner.IsGenericType ? owner.GetGenericTypeDefinition() : owner;
        return s_kernelTypes.Contains(definition) && method.Name is not (nameof(ToString) or nameof(GetHashCode) or nameof(Equals));
    }

    private static string? OfLibrary(IlInstruction instruction, MethodBase target)
    {
        Type owner = target.DeclaringType!;
        bool isImplementation = instruction.Constrained is { IsPrimitive: true };
        if (IsKnown(target) || isImplementation) return null;
        return TypeRules.Problem(owner) is { } problem && owner.IsValueType ? problem : "a call not on the allow-list: ILGPU does not know it";
    }

    /// <summary>Methods of the base library that ILGPU replaces by its own, and constructors of tuples.</summary>
    private static bool IsKnown(MethodBase method)
    {
        Type owner = method.DeclaringType!;
        if (owner == typeof(MathF)) return s_floatMath.Contains(method.Name);
        if (owner == typeof(Math)) return s_floatMath.Contains(method.Name) && !method.GetParameters().Any(parameter => parameter.ParameterType == typeof(decimal));
        if (owner == typeof(float) || owner == typeof(double)) return method.Name is nameof(float.IsNaN) or nameof(float.IsInfinity) or nameof(float.IsFinite);
        if (owner == typeof(BitOperations)) return s_bitOperations.Contains(method.Name);
        if (owner == typeof(BitConverter)) return s_bitConverter.Contains(method.Name);
        return method is ConstructorInfo && owner.IsValueType && typeof(ITuple).IsAssignableFrom(owner);
    }
}

using System.Collections.Concurrent;
using System.Reflection;
using ILGPU;
using ILGPU.Runtime;

namespace Engine.Kernels.Emulation;

/// <summary>Finds the views in kernel arguments, however deep in structs, and checks the memory they show.</summary>
internal static class ViewArguments
{
    private static readonly ConcurrentDictionary<Type, bool> s_holds = new();

    public static bool AreIn(Type type) => s_holds.GetOrAdd(type, static type =>
        typeof(IArrayView).IsAssignableFrom(type) || Fields(type).Any(field => AreIn(field.FieldType)));

    /// <exception cref="ObjectDisposedException">The argument shows freed memory.</exception>
    /// <exception cref="ArgumentException">The argument shows memory of another accelerator.</exception>
    public static void Check(object value, Accelerator accelerator)
    {
        if (value is IArrayView view)
        {
            if (view.Length > 0 && view.Memory.Accelerator != accelerator)
                throw new ArgumentException($"The view {view} is of {view.Memory.Accelerator.Name}'s memory, the kernel was loaded for another accelerator, {accelerator.Name}.");
            return;
        }

        foreach (FieldInfo field in Fields(value.GetType()).Where(field => AreIn(field.FieldType)))
            Check(field.GetValue(value)!, accelerator);
    }

    private static IEnumerable<FieldInfo> Fields(Type type) => type.IsPrimitive || type.IsEnum
        ? []
        : type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic);
}

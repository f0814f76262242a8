namespace Engine.Kernels;

/// <summary>Marks what runs on an accelerator, so that tests find every kernel: to lint it, and to compile it for a GPU where there is none.</summary>
/// <param name="arguments">Where the kernel's class or the kernel has one type parameter: every type it is used with.</param>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class KernelAttribute(params Type[] arguments) : Attribute
{
    public IReadOnlyList<Type> Arguments { get; } = arguments;
}

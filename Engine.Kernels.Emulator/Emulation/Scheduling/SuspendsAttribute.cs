namespace Engine.Kernels.Emulation;

/// <summary>Marks an operation at which a lane waits for others.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SuspendsAttribute(SuspensionKind kind) : Attribute
{
    public SuspensionKind Kind { get; } = kind;
}

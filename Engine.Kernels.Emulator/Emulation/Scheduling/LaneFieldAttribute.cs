namespace Engine.Kernels.Emulation;

/// <summary>Names the field of <see cref="LaneState"/> or <see cref="GroupState"/> that a property reads; in a kernel's body the read replaces the call.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LaneFieldAttribute(string field) : Attribute
{
    public string Field { get; } = field;
}

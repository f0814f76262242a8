namespace Engine.Kernels.Emulation;

/// <summary>Marks an operation that reserves shared memory, once for each call site.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SharedAllocationAttribute : Attribute;

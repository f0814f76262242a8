namespace Engine.Tests.Conformance;

/// <summary>One operation on one shape: runs on any device, and compares with a double-precision reference.</summary>
/// <param name="Operation">Name of the operation.</param>
/// <param name="Shape">Sizes and special circumstances, readable.</param>
/// <param name="Check">Runs the operation and asserts.</param>
/// <param name="IsLarge">Too much for ILGPU's CPU accelerator, which needs milliseconds for every barrier.</param>
public sealed record ConformanceCase(string Operation, string Shape, Action<ConformanceRun> Check, bool IsLarge = false)
{
    public string Name => $"{Operation} {Shape}";
}

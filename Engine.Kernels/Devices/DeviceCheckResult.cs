namespace Engine.Kernels;

/// <summary>What one check of <see cref="DeviceCheck"/> found.</summary>
/// <param name="Name">What was checked.</param>
/// <param name="Passed">Whether the device computed what it should.</param>
/// <param name="Detail">The numbers, or the error.</param>
/// <param name="Milliseconds">Time it took, compiling kernels included.</param>
public sealed record DeviceCheckResult(string Name, bool Passed, string Detail, double Milliseconds);

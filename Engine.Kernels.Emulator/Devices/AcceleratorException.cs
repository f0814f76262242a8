namespace ILGPU.Runtime;

/// <summary>An error of a device; ILGPU's devices derive theirs from it.</summary>
/// <param name="message">What went wrong.</param>
public abstract class AcceleratorException(string message) : Exception(message);

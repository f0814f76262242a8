namespace ILGPU.Runtime;

/// <summary>An error of a device.</summary>
/// <param name="message">What went wrong.</param>
/// <param name="inner">What it followed from, if anything.</param>
public abstract class AcceleratorException(string message, Exception? inner) : Exception(message, inner);

namespace Engine.Kernels;

/// <summary>The device asked for does not exist, or this build or machine lacks it.</summary>
/// <param name="message">Which device, who asked for it, and what is missing.</param>
public sealed class DeviceUnavailableException(string message) : Exception(message);

namespace Engine.Kernels;

/// <summary>Which device is to be opened, and who said so.</summary>
/// <param name="Id">An id of <see cref="DeviceListing"/>; not checked yet.</param>
/// <param name="Source">Where it comes from: the option, the environment variable, or the default.</param>
public sealed record DeviceChoice(string Id, string Source);

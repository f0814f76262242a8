namespace Engine.Kernels;

/// <summary>A device this library knows of, and whether this build and machine have it.</summary>
/// <param name="Id">What selects it: <c>host</c>, <c>emulator</c>, <c>ilgpu-cpu</c>, <c>cuda:0</c>, <c>opencl:0</c> ...</param>
/// <param name="Kind">What executes its operations.</param>
/// <param name="IsPresent">Whether it can be opened.</param>
/// <param name="Description">Its name and size when it is present; otherwise what is missing, and how to get it.</param>
public sealed record DeviceListing(string Id, DeviceKind Kind, bool IsPresent, string Description);

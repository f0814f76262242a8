using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using Engine.Kernels;

namespace Engine.Cli;

/// <summary>The object of <c>devices --json</c>.</summary>
/// <param name="Architecture">Of this process.</param>
/// <param name="Processors">Processors this process may use.</param>
/// <param name="MemoryBytes">Memory this process may use: the machine's, or the container's limit.</param>
/// <param name="VectorBits">Width of the vectors the products run on.</param>
/// <param name="InstructionSets">Those of interest that the processor has and the runtime uses.</param>
/// <param name="Build">What executes accelerator kernels in this build.</param>
/// <param name="Selected">The device that would be used, and who says so.</param>
/// <param name="Devices">Every device there could be, and whether it is there.</param>
internal sealed record DevicesReport(
    string Architecture, int Processors, long MemoryBytes, int VectorBits, IReadOnlyList<string> InstructionSets,
    string Build, DeviceChoice Selected, IReadOnlyList<DeviceListing> Devices)
{
    /// <summary>Looks at this machine.</summary>
    /// <param name="device">The device option, or null.</param>
    public static DevicesReport OfThisMachine(string? device) => new(
        RuntimeInformation.ProcessArchitecture.ToString(),
        Environment.ProcessorCount,
        GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
        Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 0,
        [.. Known().Where(set => set.Supported).Select(set => set.Name)],
        DeviceCatalog.Build,
        DeviceCatalog.Choose(device),
        DeviceCatalog.List());

    private static (string Name, bool Supported)[] Known() =>
    [
        ("AVX-512F", Avx512F.IsSupported),
        ("AVX-512BW", Avx512BW.IsSupported),
        ("AVX2", Avx2.IsSupported),
        ("FMA", Fma.IsSupported),
        ("AdvSimd", AdvSimd.IsSupported),
    ];
}

using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Engine.Cli;

/// <summary>The object of <c>devices --json</c>.</summary>
/// <param name="Architecture">Of this process.</param>
/// <param name="Processors">Processors this process may use.</param>
/// <param name="MemoryBytes">Memory this process may use: the machine's, or the container's limit.</param>
/// <param name="VectorBits">Width of the vectors the products run on.</param>
/// <param name="InstructionSets">Those of interest that the processor has and the runtime uses.</param>
/// <param name="Accelerator">Whether there is a device besides the processor.</param>
internal sealed record DevicesReport(
    string Architecture, int Processors, long MemoryBytes, int VectorBits, IReadOnlyList<string> InstructionSets, string Accelerator)
{
    /// <summary>Looks at this machine.</summary>
    public static DevicesReport OfThisMachine() => new(
        RuntimeInformation.ProcessArchitecture.ToString(),
        Environment.ProcessorCount,
        GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
        Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 0,
        [.. Known().Where(set => set.Supported).Select(set => set.Name)],
        "not in this version");

    private static (string Name, bool Supported)[] Known() =>
    [
        ("AVX-512F", Avx512F.IsSupported),
        ("AVX-512BW", Avx512BW.IsSupported),
        ("AVX2", Avx2.IsSupported),
        ("FMA", Fma.IsSupported),
        ("AdvSimd", AdvSimd.IsSupported),
    ];
}

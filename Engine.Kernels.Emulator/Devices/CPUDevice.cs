using Engine.Kernels.Emulation;

namespace ILGPU.Runtime.CPU;

/// <summary>An emulated device: its geometry is that of a GPU, its arithmetic that of this processor.</summary>
/// <remarks>The presets have the geometries of ILGPU's CPU devices; the names say that it is an emulator.</remarks>
public sealed class CPUDevice : Device
{
    /// <summary>The 48 KB that CUDA gives without opting in, and all that ILGPU can use.</summary>
    private const int SharedMemoryBytes = 48 * 1024;

    /// <summary>4 lanes, groups of at most 16 threads.</summary>
    public static readonly CPUDevice Default = new(4, 4, 1);

    /// <summary>32 lanes, groups of at most 1024 threads.</summary>
    public static readonly CPUDevice Nvidia = new(32, 32, 1);

    /// <summary>32 lanes, groups of at most 256 threads.</summary>
    public static readonly CPUDevice AMD = new(32, 8, 1);

    /// <summary>64 lanes, groups of at most 256 threads.</summary>
    public static readonly CPUDevice LegacyAMD = new(64, 4, 1);

    /// <summary>16 lanes, groups of at most 128 threads.</summary>
    public static readonly CPUDevice Intel = new(16, 8, 1);

    /// <param name="numThreadsPerWarp">Lanes of a warp, a power of two above 1.</param>
    /// <param name="numWarpsPerMultiprocessor">Most warps of a group.</param>
    /// <param name="numMultiprocessors">Multiprocessors reported; groups use as many threads as the host has anyway.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is too small, or the lanes are no power of two.</exception>
    public CPUDevice(int numThreadsPerWarp, int numWarpsPerMultiprocessor, int numMultiprocessors)
        : base(AcceleratorType.CPU, $"Emulator ({numThreadsPerWarp}-lane warps)")
    {
        if (numThreadsPerWarp < 2 || !int.IsPow2(numThreadsPerWarp))
            throw new ArgumentOutOfRangeException(nameof(numThreadsPerWarp), numThreadsPerWarp, "A warp has a power of two of lanes, at least 2.");
        ArgumentOutOfRangeException.ThrowIfLessThan(numWarpsPerMultiprocessor, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(numMultiprocessors, 1);
        WarpSize = numThreadsPerWarp;
        MaxNumThreadsPerGroup = numThreadsPerWarp * numWarpsPerMultiprocessor;
        MaxNumThreadsPerMultiprocessor = MaxNumThreadsPerGroup;
        NumMultiprocessors = numMultiprocessors;
        MaxGroupSize = new Index3D(MaxNumThreadsPerGroup);
        MaxGridSize = new Index3D(int.MaxValue, ushort.MaxValue, ushort.MaxValue);
        MaxSharedMemoryPerGroup = SharedMemoryBytes;
        MemorySize = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
    }

    public override Accelerator CreateAccelerator(Context context) => new EmulatedAccelerator(context, this);
}

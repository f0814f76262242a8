namespace ILGPU.Runtime;

/// <summary>A device that accelerators can be made on.</summary>
public abstract class Device
{
    private protected Device(AcceleratorType type, string name)
    {
        AcceleratorType = type;
        Name = name;
    }

    /// <summary>The kind of device.</summary>
    public AcceleratorType AcceleratorType { get; }

    /// <summary>What the device is called.</summary>
    public string Name { get; }

    /// <summary>Bytes of memory.</summary>
    public long MemorySize { get; protected init; }

    /// <summary>Most groups in each direction.</summary>
    public Index3D MaxGridSize { get; protected init; }

    /// <summary>Most threads of a group in each direction.</summary>
    public Index3D MaxGroupSize { get; protected init; }

    /// <summary>Most threads of a group.</summary>
    public int MaxNumThreadsPerGroup { get; protected init; }

    /// <summary>Bytes of shared memory a group can have, static and dynamic together.</summary>
    public int MaxSharedMemoryPerGroup { get; protected init; }

    /// <summary>Threads of a warp.</summary>
    public int WarpSize { get; protected init; }

    /// <summary>Number of multiprocessors.</summary>
    public int NumMultiprocessors { get; protected init; }

    /// <summary>Most threads at a time on a multiprocessor.</summary>
    public int MaxNumThreadsPerMultiprocessor { get; protected init; }

    /// <summary>Most threads at a time.</summary>
    public int MaxNumThreads => NumMultiprocessors * MaxNumThreadsPerMultiprocessor;

    /// <summary>Makes an accelerator on this device.</summary>
    public abstract Accelerator CreateAccelerator(Context context);

    public override string ToString() => $"{Name} [WarpSize: {WarpSize}, MaxNumThreadsPerGroup: {MaxNumThreadsPerGroup}]";
}

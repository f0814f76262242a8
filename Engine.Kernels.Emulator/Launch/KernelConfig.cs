namespace ILGPU;

/// <summary>The shape of a launch: groups in the grid, threads in a group, dynamic shared memory.</summary>
public readonly struct KernelConfig
{
    public KernelConfig(Index1D gridDim, Index1D groupDim)
        : this(gridDim, groupDim, default)
    {
    }

    public KernelConfig(Index1D gridDim, Index1D groupDim, SharedMemoryConfig sharedMemoryConfig)
        : this(new Index3D(gridDim.X, 1, 1), new Index3D(groupDim.X, 1, 1), sharedMemoryConfig)
    {
    }

    public KernelConfig(Index2D gridDim, Index2D groupDim)
        : this(gridDim, groupDim, default)
    {
    }

    public KernelConfig(Index2D gridDim, Index2D groupDim, SharedMemoryConfig sharedMemoryConfig)
        : this(new Index3D(gridDim, 1), new Index3D(groupDim, 1), sharedMemoryConfig)
    {
    }

    public KernelConfig(Index3D gridDim, Index3D groupDim)
        : this(gridDim, groupDim, default)
    {
    }

    public KernelConfig(int gridDimX, int gridDimY, int gridDimZ, int groupDimX, int groupDimY, int groupDimZ)
        : this(new Index3D(gridDimX, gridDimY, gridDimZ), new Index3D(groupDimX, groupDimY, groupDimZ), default)
    {
    }

    /// <exception cref="ArgumentOutOfRangeException">A size is negative.</exception>
    public KernelConfig(Index3D gridDim, Index3D groupDim, SharedMemoryConfig sharedMemoryConfig)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(gridDim.LongSize, nameof(gridDim));
        ArgumentOutOfRangeException.ThrowIfNegative(groupDim.LongSize, nameof(groupDim));
        GridDim = gridDim;
        GroupDim = groupDim;
        SharedMemoryConfig = sharedMemoryConfig;
    }

    /// <summary>Groups in each direction.</summary>
    public Index3D GridDim { get; }

    /// <summary>Threads of a group in each direction.</summary>
    public Index3D GroupDim { get; }

    /// <summary>Dynamic shared memory of each group.</summary>
    public SharedMemoryConfig SharedMemoryConfig { get; }

    /// <summary>Whether there is any dynamic shared memory.</summary>
    public bool UsesDynamicSharedMemory => SharedMemoryConfig.UsesDynamicSharedMemory;

    /// <summary>Whether every dimension is positive.</summary>
    public bool IsValid => IsPositive(GridDim) && IsPositive(GroupDim);

    /// <summary>Number of threads.</summary>
    public long Size => GridDim.LongSize * GroupDim.LongSize;

    public static implicit operator KernelConfig((Index1D Grid, Index1D Group) dimensions) => new(dimensions.Grid, dimensions.Group);

    public static implicit operator KernelConfig((Index3D Grid, Index1D Group) dimensions) => new(dimensions.Grid, new Index3D(dimensions.Group.X, 1, 1));

    public static implicit operator KernelConfig((Index3D Grid, Index2D Group) dimensions) => new(dimensions.Grid, new Index3D(dimensions.Group, 1));

    public static implicit operator KernelConfig((Index2D Grid, Index2D Group) dimensions) => new(dimensions.Grid, dimensions.Group);

    public static implicit operator KernelConfig((Index3D Grid, Index3D Group) dimensions) => new(dimensions.Grid, dimensions.Group);

    public static implicit operator KernelConfig((Index1D Grid, Index1D Group, SharedMemoryConfig Shared) dimensions) =>
        new(dimensions.Grid, dimensions.Group, dimensions.Shared);

    public static implicit operator KernelConfig((Index3D Grid, Index3D Group, SharedMemoryConfig Shared) dimensions) =>
        new(dimensions.Grid, dimensions.Group, dimensions.Shared);

    private static bool IsPositive(Index3D size) => size.X > 0 && size.Y > 0 && size.Z > 0;
}

namespace Engine.Kernels;

/// <summary>The processor: SIMD C# on all cores.</summary>
public sealed class HostDevice : ComputeDevice
{
    private readonly HostFactorOperations _factor;
    private readonly bool _ownsTeam;
    private readonly HostDenseOperations _dense;

    /// <summary>The processor with a team of its own.</summary>
    /// <param name="threads">Threads, the caller's included; 0 takes one per processor.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative or above 4096.</exception>
    public HostDevice(int threads = 0)
        : this(new WorkerTeam(threads), ownsTeam: true)
    {
    }

    /// <summary>The processor with the caller's team.</summary>
    /// <param name="team">Threads to share the work; stays the caller's.</param>
    public HostDevice(WorkerTeam team)
        : this(team ?? throw new ArgumentNullException(nameof(team)), ownsTeam: false)
    {
    }

    private HostDevice(WorkerTeam team, bool ownsTeam)
        : base(DeviceKind.Host, $"host, {team.Size} {(team.Size == 1 ? "thread" : "threads")}", GC.GetGCMemoryInfo().TotalAvailableMemoryBytes)
    {
        Team = team;
        _ownsTeam = ownsTeam;
        Vectors = new HostVectorOperations(this);
        Sparse = new HostSparseOperations(this);
        _factor = new HostFactorOperations(this);
        Random = new HostRandomOperations(this);
        Transforms = new HostTransformOperations(this);
        Sketches = new HostSketchOperations(this);
        _dense = new HostDenseOperations(this);
    }

    /// <inheritdoc/>
    public override VectorOperations Vectors { get; }

    /// <inheritdoc/>
    public override SparseOperations Sparse { get; }

    /// <inheritdoc/>
    public override FactorOperations Factor => _factor;

    /// <inheritdoc/>
    public override RandomOperations Random { get; }

    /// <inheritdoc/>
    public override TransformOperations Transforms { get; }

    /// <inheritdoc/>
    public override SketchOperations Sketches { get; }

    /// <inheritdoc/>
    public override DenseOperations Dense => _dense;

    internal WorkerTeam Team { get; }

    /// <inheritdoc/>
    public override DeviceArray<T> Allocate<T>(long length) => new NativeBuffer<T>(length, Memory);

    /// <inheritdoc/>
    public override void Synchronize()
    {
        // Host operations are done when they return.
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _dense.Dispose();
        Workspace.Trim();
        _factor.Dispose();
        if (_ownsTeam) Team.Dispose();
    }

    private protected override unsafe void CopyCore<T>(VectorView<T> source, VectorView<T> destination)
    {
        long bytes = source.Length * sizeof(T);
        Buffer.MemoryCopy(HostMemory.Pointer(source), HostMemory.Pointer(destination), bytes, bytes);
        GC.KeepAlive(source.Array);
        GC.KeepAlive(destination.Array);
    }
}

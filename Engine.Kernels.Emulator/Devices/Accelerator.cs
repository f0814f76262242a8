using System.Collections.Concurrent;
using Engine.Kernels.Emulation;

namespace ILGPU.Runtime;

/// <summary>A device in use: its memory and its streams.</summary>
public abstract class Accelerator : IDisposable
{
    private readonly ConcurrentDictionary<long, DeviceMemory> _memory = new();

    private protected Accelerator(Context context, Device device)
    {
        Context = context;
        Device = device;
        DefaultStream = new EmulatedStream(this);
    }

    /// <summary>The context it belongs to.</summary>
    public Context Context { get; }

    /// <summary>The device it is on.</summary>
    public Device Device { get; }

    /// <summary>The stream used where none is named.</summary>
    public AcceleratorStream DefaultStream { get; }

    /// <summary>A native handle; the emulator has none.</summary>
    public nint NativePtr => 0;

    /// <summary>Whether it was disposed.</summary>
    public bool IsDisposed { get; private set; }

    /// <inheritdoc cref="Device.Name"/>
    public string Name => Device.Name;

    /// <inheritdoc cref="Device.AcceleratorType"/>
    public AcceleratorType AcceleratorType => Device.AcceleratorType;

    /// <inheritdoc cref="Device.MemorySize"/>
    public long MemorySize => Device.MemorySize;

    /// <inheritdoc cref="Device.MaxGridSize"/>
    public Index3D MaxGridSize => Device.MaxGridSize;

    /// <inheritdoc cref="Device.MaxGroupSize"/>
    public Index3D MaxGroupSize => Device.MaxGroupSize;

    /// <inheritdoc cref="Device.MaxNumThreadsPerGroup"/>
    public int MaxNumThreadsPerGroup => Device.MaxNumThreadsPerGroup;

    /// <inheritdoc cref="Device.MaxSharedMemoryPerGroup"/>
    public int MaxSharedMemoryPerGroup => Device.MaxSharedMemoryPerGroup;

    /// <inheritdoc cref="Device.WarpSize"/>
    public int WarpSize => Device.WarpSize;

    /// <inheritdoc cref="Device.NumMultiprocessors"/>
    public int NumMultiprocessors => Device.NumMultiprocessors;

    /// <inheritdoc cref="Device.MaxNumThreadsPerMultiprocessor"/>
    public int MaxNumThreadsPerMultiprocessor => Device.MaxNumThreadsPerMultiprocessor;

    /// <inheritdoc cref="Device.MaxNumThreads"/>
    public int MaxNumThreads => Device.MaxNumThreads;

    /// <summary>How launches and allocations behave, unless a scope says otherwise.</summary>
    internal EmulatorSettings Settings { get; set; } = EmulatorSettings.Default;

    /// <summary>A further stream.</summary>
    public AcceleratorStream CreateStream() => new EmulatedStream(this);

    /// <summary>Makes it this thread's current accelerator: nothing to do.</summary>
    public void Bind() => ObjectDisposedException.ThrowIf(IsDisposed, this);

    /// <summary>Waits for all streams: nothing to do, since launches and copies end before they return.</summary>
    public void Synchronize() => ObjectDisposedException.ThrowIf(IsDisposed, this);

    /// <summary>A buffer of some elements, poisoned: every byte is 0xFF, every float NaN.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative.</exception>
    public MemoryBuffer1D<T, Stride1D.Dense> Allocate1D<T>(long length)
        where T : unmanaged => new(this, length);

    /// <summary>Frees all its memory.</summary>
    public void Dispose()
    {
        IsDisposed = true;
        foreach (DeviceMemory memory in _memory.Values) Free(memory);
        GC.SuppressFinalize(this);
    }

    public override string ToString() => Device.ToString();

    internal DeviceMemory Allocate(long bytes)
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        var memory = new DeviceMemory(this, bytes, EmulatorSettings.For(this).Poison);
        _memory[memory.Id] = memory;
        return memory;
    }

    internal void Free(DeviceMemory memory)
    {
        _memory.TryRemove(memory.Id, out _);
        memory.Dispose();
    }
}

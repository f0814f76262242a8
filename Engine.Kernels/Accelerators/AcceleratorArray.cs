using ILGPU;
using ILGPU.Runtime;

namespace Engine.Kernels;

/// <summary>Elements in the memory of an accelerator.</summary>
/// <typeparam name="T">Element type.</typeparam>
internal sealed class AcceleratorArray<T> : DeviceArray<T>
    where T : unmanaged
{
    private readonly MemoryBuffer1D<T, Stride1D.Dense>? _buffer;
    private bool _disposed;

    public AcceleratorArray(AcceleratorDevice device, long length)
        : base(length)
    {
        Device = device;
        device.Memory.Reserve(Bytes);
        if (length == 0) return;
        try
        {
            _buffer = device.Accelerator.Allocate1D<T>(length);
        }
        catch (Exception failure) when (failure is AcceleratorException or OutOfMemoryException)
        {
            throw device.Memory.Refused(Bytes);
        }
    }

    /// <summary>The device that owns the memory.</summary>
    public AcceleratorDevice Device { get; }

    /// <summary>All elements.</summary>
    public ArrayView<T> View
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _buffer is null ? default : _buffer.View;
        }
    }

    /// <summary>The address of element 0 on the device, for the vendor's library; 0 when there is none.</summary>
    public nint NativePointer
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _buffer?.NativePtr ?? 0;
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        _buffer?.Dispose();
        Device.Memory.Release(Bytes);
    }

    // ILGPU takes the address behind a reference and does not pin it: a garbage collection during the copy would move a managed array away from it.
    private protected override unsafe void Write(ReadOnlySpan<T> source, long start)
    {
        fixed (T* pinned = source)
        {
            View.SubView(start, source.Length).CopyFromCPU(Device.Accelerator.DefaultStream, ref *pinned, source.Length);
            Device.Synchronize();
        }
    }

    private protected override unsafe void Read(Span<T> destination, long start)
    {
        fixed (T* pinned = destination)
        {
            View.SubView(start, destination.Length).CopyToCPU(Device.Accelerator.DefaultStream, ref *pinned, destination.Length);
            Device.Synchronize();
        }
    }
}

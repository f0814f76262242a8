namespace ILGPU.Runtime;

/// <summary>Memory of an accelerator seen through one view.</summary>
public abstract unsafe class MemoryBuffer<TView> : MemoryBuffer, IContiguousArrayView
    where TView : struct, IArrayView
{
    private readonly TView _view;

    private protected MemoryBuffer(Accelerator accelerator, long length, int elementSize, Func<DeviceMemory, TView> view)
        : base(accelerator, length, elementSize) => _view = view(Memory);

    /// <summary>The whole buffer.</summary>
    /// <exception cref="ObjectDisposedException">The buffer was disposed.</exception>
    public TView View
    {
        get
        {
            ObjectDisposedException.ThrowIf(IsDisposed, this);
            return _view;
        }
    }

    /// <summary>Whether the buffer still has its memory.</summary>
    public bool IsValid => !IsDisposed;

    DeviceMemory IArrayView.Memory => DeviceMemory.Find(Memory.Id);

    public static implicit operator TView(MemoryBuffer<TView> buffer) => buffer.View;

    ArrayView<byte> IContiguousArrayView.AsRawArrayView() => new(Memory.Address, LengthInBytes, Memory.Id);
}

namespace ILGPU.Runtime;

/// <summary>Memory of an accelerator, owned.</summary>
public abstract unsafe class MemoryBuffer : IDisposable
{
    private readonly DeviceMemory _memory;
    private bool _disposed;

    private protected MemoryBuffer(Accelerator accelerator, long length, int elementSize)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Accelerator = accelerator;
        Length = length;
        ElementSize = elementSize;
        _memory = accelerator.Allocate(checked(length * elementSize));
    }

    /// <summary>The accelerator whose memory this is.</summary>
    public Accelerator Accelerator { get; }

    /// <summary>Number of elements.</summary>
    public long Length { get; }

    /// <summary>Bytes of one element.</summary>
    public int ElementSize { get; }

    /// <summary>Number of bytes.</summary>
    public long LengthInBytes => Length * ElementSize;

    /// <summary>The memory's address.</summary>
    public nint NativePtr => _disposed ? 0 : (nint)_memory.Address;

    /// <summary>Whether the memory was freed.</summary>
    public bool IsDisposed => _disposed;

    private protected DeviceMemory Memory => _memory;

    /// <summary>Frees the memory; views of it become invalid.</summary>
    public void Dispose()
    {
        _disposed = true;
        Accelerator.Free(_memory);
        GC.SuppressFinalize(this);
    }
}

using System.Runtime.InteropServices;

namespace Engine.Kernels;

/// <summary>An owned block of unmanaged memory, 64-byte aligned, of any length; the host's <see cref="DeviceArray{T}"/>, what the hot loops read and write.</summary>
/// <typeparam name="T">Element type.</typeparam>
/// <remarks>Lengths are 64-bit: W (m x d) may hold more elements than a managed array can.</remarks>
public sealed unsafe class NativeBuffer<T> : DeviceArray<T>
    where T : unmanaged
{
    private const nuint Alignment = 64;
    private readonly DeviceMemory? _account;
    private readonly void* _block;
    private T* _pointer;

    /// <summary>Allocates <paramref name="length"/> elements, all zero.</summary>
    /// <param name="length">Number of elements, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative.</exception>
    /// <exception cref="OutOfMemoryException">The operating system refuses the memory; the message states the size.</exception>
    public NativeBuffer(long length)
        : this(length, account: null)
    {
    }

    /// <summary>As the public constructor, booked on a device's account until it is disposed.</summary>
    internal NativeBuffer(long length, DeviceMemory? account)
        : base(length)
    {
        account?.Reserve(Bytes);
        _account = account;
        // One cache line of slack lets a kernel load a whole vector at the last element.
        nuint bytes = checked((nuint)length * (nuint)sizeof(T) + 2 * Alignment);
        try
        {
            // Not cleared here: fresh pages come zeroed from the system, are given when they are first written, and then near the thread that writes them.
            _block = NativeMemory.AllocZeroed(bytes);
        }
        catch (OutOfMemoryException)
        {
            if (account is not null) throw account.Refused(Bytes);
            throw new OutOfMemoryException($"{length} elements of {typeof(T).Name} need {bytes} bytes, which this machine does not give.");
        }

        _pointer = (T*)(((nuint)_block + Alignment - 1) & ~(Alignment - 1));
        GC.AddMemoryPressure((long)bytes);
    }

    /// <summary>Frees the memory of a buffer nobody disposed.</summary>
    ~NativeBuffer() => Free();

    /// <summary>First element; valid until the buffer is disposed. The caller keeps the buffer alive while it uses the pointer.</summary>
    internal T* Pointer
    {
        get
        {
            ObjectDisposedException.ThrowIf(_pointer == null, this);
            return _pointer;
        }
    }

    /// <summary>A view of part of the buffer.</summary>
    /// <param name="start">First element.</param>
    /// <param name="length">Number of elements.</param>
    /// <exception cref="ArgumentOutOfRangeException">The part does not lie inside the buffer.</exception>
    public Span<T> Slice(long start, int length)
    {
        if (start < 0 || length < 0 || start > Length - length)
            throw new ArgumentOutOfRangeException(nameof(start), $"[{start}, {start} + {length}) does not lie inside [0, {Length}).");
        return new Span<T>(Pointer + start, length);
    }

    /// <summary>Writes zeros to the first part of a fresh buffer, so that its pages are there before the threads that fill it would wait for them side by side.</summary>
    /// <param name="share">Share of the buffer that will surely be used, in [0, 1].</param>
    internal void Touch(double share) => NativeMemory.Clear(Pointer, (nuint)(share * Bytes));

    /// <inheritdoc/>
    public override void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private protected override void Write(ReadOnlySpan<T> source, long start) => source.CopyTo(Slice(start, source.Length));

    private protected override void Read(Span<T> destination, long start) => Slice(start, destination.Length).CopyTo(destination);

    private void Free()
    {
        if (_pointer == null) return;
        NativeMemory.Free(_block);
        _pointer = null;
        GC.RemoveMemoryPressure(Bytes + 2 * (long)Alignment);
        _account?.Release(Bytes);
    }
}

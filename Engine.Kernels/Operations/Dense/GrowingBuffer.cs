namespace Engine.Kernels;

/// <summary>Unmanaged memory that grows to the most ever asked for, and then stays.</summary>
/// <typeparam name="T">Element type.</typeparam>
/// <param name="account">Where the memory is booked.</param>
internal sealed unsafe class GrowingBuffer<T>(DeviceMemory account) : IDisposable
    where T : unmanaged
{
    private NativeBuffer<T>? _buffer;

    /// <summary>First element; null before the first call of <see cref="Reserve"/>. 64-byte aligned.</summary>
    public T* Pointer => _buffer is null ? null : _buffer.Pointer;

    /// <summary>Elements there is room for.</summary>
    public long Length => _buffer?.Length ?? 0;

    /// <summary>Makes room.</summary>
    /// <param name="length">Elements needed.</param>
    /// <param name="kept">Elements from the front whose contents must survive.</param>
    /// <returns>The first element.</returns>
    public T* Reserve(long length, long kept = 0)
    {
        if (_buffer is null || _buffer.Length < length)
        {
            // What is appended to grows by doubling; what is filled anew is as long as it must be.
            NativeBuffer<T> larger = new(kept > 0 ? Math.Max(length, 2 * Length) : length, account);
            if (kept > 0) Buffer.MemoryCopy(_buffer!.Pointer, larger.Pointer, larger.Bytes, kept * sizeof(T));
            _buffer?.Dispose();
            _buffer = larger;
        }

        return _buffer.Pointer;
    }

    /// <inheritdoc/>
    public void Dispose() => _buffer?.Dispose();
}

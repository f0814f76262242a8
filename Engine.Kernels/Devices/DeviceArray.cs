using System.Runtime.CompilerServices;

namespace Engine.Kernels;

/// <summary>An owned block of elements in the memory of one device; <see cref="VectorView{T}"/>, <see cref="MatrixView"/> and <see cref="CsrView"/> give it a shape.</summary>
/// <typeparam name="T">Element type.</typeparam>
/// <remarks>Lengths are 64-bit. Copies wait for the device's earlier work and are done when they return.</remarks>
public abstract class DeviceArray<T> : IDisposable
    where T : unmanaged
{
    private protected DeviceArray(long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        if (length > long.MaxValue / Unsafe.SizeOf<T>())
            throw new OutOfMemoryException($"{length} elements of {typeof(T).Name} are more bytes than any device has.");
        Length = length;
    }

    /// <summary>Number of elements.</summary>
    public long Length { get; }

    /// <summary>Size in bytes.</summary>
    public unsafe long Bytes => Length * sizeof(T);

    /// <summary>Copies host memory into part of the array.</summary>
    /// <param name="source">Elements to copy.</param>
    /// <param name="start">First element written.</param>
    /// <exception cref="ArgumentOutOfRangeException">The part does not lie inside the array.</exception>
    public void CopyFrom(ReadOnlySpan<T> source, long start = 0)
    {
        RequirePart(start, source.Length);
        if (!source.IsEmpty) Write(source, start);
    }

    /// <summary>Copies part of the array into host memory.</summary>
    /// <param name="destination">Receives elements until it is full.</param>
    /// <param name="start">First element read.</param>
    /// <exception cref="ArgumentOutOfRangeException">The part does not lie inside the array.</exception>
    public void CopyTo(Span<T> destination, long start = 0)
    {
        RequirePart(start, destination.Length);
        if (!destination.IsEmpty) Read(destination, start);
    }

    /// <summary>Frees the memory; using the array or a view of it afterwards throws.</summary>
    public abstract void Dispose();

    private protected abstract void Write(ReadOnlySpan<T> source, long start);

    private protected abstract void Read(Span<T> destination, long start);

    private void RequirePart(long start, int length)
    {
        if (start < 0 || start > Length - length)
            throw new ArgumentOutOfRangeException(nameof(start), $"[{start}, {start} + {length}) does not lie inside [0, {Length}).");
    }
}

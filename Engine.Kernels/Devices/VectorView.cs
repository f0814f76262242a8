namespace Engine.Kernels;

/// <summary>Consecutive elements of a <see cref="DeviceArray{T}"/>; it refers to memory and owns none.</summary>
/// <typeparam name="T">Element type.</typeparam>
/// <remarks>The default value is empty. A view is valid until its array is disposed.</remarks>
public readonly struct VectorView<T>
    where T : unmanaged
{
    /// <summary>Part of an array.</summary>
    /// <param name="array">Holds the elements.</param>
    /// <param name="start">First element.</param>
    /// <param name="length">Number of elements.</param>
    /// <exception cref="ArgumentOutOfRangeException">The part does not lie inside the array.</exception>
    public VectorView(DeviceArray<T> array, long start, long length)
    {
        ArgumentNullException.ThrowIfNull(array);
        if (start < 0 || length < 0 || start > array.Length - length)
            throw new ArgumentOutOfRangeException(nameof(start), $"[{start}, {start} + {length}) does not lie inside [0, {array.Length}).");
        Array = array;
        Start = start;
        Length = length;
    }

    /// <summary>Number of elements.</summary>
    public long Length { get; }

    /// <summary>Where the elements are; null for the default view.</summary>
    internal DeviceArray<T>? Array { get; }

    /// <summary>First element in <see cref="Array"/>.</summary>
    internal long Start { get; }

    /// <summary>A whole array.</summary>
    /// <param name="array">Holds the elements.</param>
    public static implicit operator VectorView<T>(DeviceArray<T> array)
    {
        ArgumentNullException.ThrowIfNull(array);
        return new VectorView<T>(array, 0, array.Length);
    }

    /// <summary>Part of the view.</summary>
    /// <param name="start">First element.</param>
    /// <param name="length">Number of elements.</param>
    /// <exception cref="ArgumentOutOfRangeException">The part does not lie inside the view.</exception>
    public VectorView<T> Slice(long start, long length)
    {
        if (start < 0 || length < 0 || start > Length - length)
            throw new ArgumentOutOfRangeException(nameof(start), $"[{start}, {start} + {length}) does not lie inside [0, {Length}).");
        return length == 0 ? default : new VectorView<T>(Array!, Start + start, length);
    }

    /// <summary>Copies host memory into the view.</summary>
    /// <param name="source">As many elements as the view has.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public void CopyFrom(ReadOnlySpan<T> source)
    {
        RequireLength(source.Length);
        Array?.CopyFrom(source, Start);
    }

    /// <summary>Copies the view into host memory.</summary>
    /// <param name="destination">Room for as many elements as the view has.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public void CopyTo(Span<T> destination)
    {
        RequireLength(destination.Length);
        Array?.CopyTo(destination, Start);
    }

    private void RequireLength(int length)
    {
        if (length != Length) throw new ArgumentException($"host length == view length does not hold: {length}, {Length}.");
    }
}

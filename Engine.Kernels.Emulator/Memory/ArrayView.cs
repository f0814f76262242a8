using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using ILGPU.Runtime;

namespace ILGPU;

/// <summary>A dense, bounds-checked range of device memory.</summary>
/// <remarks>
/// Unmanaged, unlike ILGPU's, so that a lane's frame can hold it while the lane waits at a barrier.
/// The memory is named by number: a launch refuses a view whose memory was freed.
/// </remarks>
public readonly unsafe struct ArrayView<T> : IContiguousArrayView<T>
    where T : unmanaged
{
    /// <summary>The view of nothing.</summary>
    public static readonly ArrayView<T> Empty;

    private readonly T* _data;
    private readonly long _length;
    private readonly long _memory;

    internal ArrayView(void* data, long length, long memory)
    {
        _data = (T*)data;
        _length = length;
        _memory = memory;
    }

    /// <summary>Bytes of one element.</summary>
    public static int ElementSize => sizeof(T);

    /// <summary>Number of elements, as an index.</summary>
    public LongIndex1D Extent => new(_length);

    /// <summary>Number of elements, as a 32-bit index.</summary>
    public Index1D IntExtent => new(IntLength);

    /// <summary>Number of elements.</summary>
    public long Length => _length;

    /// <summary>Number of elements, as 32 bits.</summary>
    public int IntLength => checked((int)_length);

    /// <summary>Number of bytes.</summary>
    public long LengthInBytes => _length * sizeof(T);

    /// <summary>Whether there is memory behind the view and at least one element.</summary>
    public bool IsValid => _data != null && _length > 0;

    int IArrayView.ElementSize => sizeof(T);

    DeviceMemory IArrayView.Memory => DeviceMemory.Find(_memory);

    internal T* Data => _data;

    internal long MemoryId => _memory;

    /// <summary>The element at an index.</summary>
    /// <exception cref="IndexOutOfRangeException">The index is outside [0, Length).</exception>
    public ref T this[Index1D index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref this[index.X];
    }

    /// <inheritdoc cref="this[Index1D]"/>
    public ref T this[LongIndex1D index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref this[index.X];
    }

    /// <inheritdoc cref="this[Index1D]"/>
    public ref T this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref this[(long)index];
    }

    /// <inheritdoc cref="this[Index1D]"/>
    public ref T this[long index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            if ((ulong)index >= (ulong)_length) ThrowOutside(index, _length);
            return ref _data[index];
        }
    }

    public static implicit operator ArrayView1D<T, Stride1D.Dense>(ArrayView<T> view) => new(view, view.Extent, default);

    public static implicit operator ArrayView<T>(ArrayView1D<T, Stride1D.Dense> view) => view.BaseView;

    /// <summary>The elements from an index on.</summary>
    /// <exception cref="IndexOutOfRangeException">The index is outside [0, Length).</exception>
    public ArrayView<T> SubView(long index) => SubView(index, _length - index);

    /// <inheritdoc cref="SubView(long, long)"/>
    public ArrayView<T> SubView(int index, int subViewLength) => SubView((long)index, subViewLength);

    /// <summary>Some elements from an index on.</summary>
    /// <remarks>As in ILGPU, the index names an element, even for a length of 0, unless the view is empty.</remarks>
    /// <exception cref="IndexOutOfRangeException">The range leaves the view.</exception>
    public ArrayView<T> SubView(long index, long subViewLength)
    {
        bool starts = (index >= 0 && index < _length) || (index == 0 && _length < 1);
        if (!starts || subViewLength < 0 || subViewLength > _length - index) ThrowSubView(index, subViewLength, _length);
        return new ArrayView<T>(_data + index, subViewLength, _memory);
    }

    /// <summary>The same memory read as another type; a last part too short for an element is dropped.</summary>
    public ArrayView<TOther> Cast<TOther>()
        where TOther : unmanaged => new(_data, LengthInBytes / sizeof(TOther), _memory);

    ArrayView<byte> IContiguousArrayView.AsRawArrayView() => new(_data, LengthInBytes, _memory);

    public override string ToString() => $"{typeof(T).Name}[{_length}]";

    [DoesNotReturn]
    private static void ThrowOutside(long index, long length) =>
        throw new IndexOutOfRangeException($"View index {index} is outside [0, {length}).");

    [DoesNotReturn]
    private static void ThrowSubView(long index, long count, long length) =>
        throw new IndexOutOfRangeException($"Sub-view of {count} elements from {index} on leaves the view's [0, {length}).");
}

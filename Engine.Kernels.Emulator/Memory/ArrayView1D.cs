using System.Runtime.CompilerServices;
using ILGPU.Runtime;

namespace ILGPU;

/// <summary>A one-dimensional view with a stride; only the dense stride exists here.</summary>
public readonly struct ArrayView1D<T, TStride>(ArrayView<T> baseView, LongIndex1D extent, TStride stride) : IArrayView
    where T : unmanaged
    where TStride : struct, IStride1D
{
    /// <summary>The view without its stride.</summary>
    public ArrayView<T> BaseView { get; } = baseView;

    /// <summary>Number of elements, as an index.</summary>
    public LongIndex1D Extent { get; } = extent;

    /// <summary>The stride.</summary>
    public TStride Stride { get; } = stride;

    /// <summary>Number of elements, as a 32-bit index.</summary>
    public Index1D IntExtent => Extent.ToIntIndex();

    /// <summary>Number of elements.</summary>
    public long Length => BaseView.Length;

    /// <summary>Number of elements, as 32 bits.</summary>
    public int IntLength => BaseView.IntLength;

    /// <summary>Number of bytes.</summary>
    public long LengthInBytes => BaseView.LengthInBytes;

    /// <summary>Whether there is memory behind the view and at least one element.</summary>
    public bool IsValid => BaseView.IsValid;

    int IArrayView.ElementSize => ArrayView<T>.ElementSize;

    DeviceMemory IArrayView.Memory => ((IArrayView)BaseView).Memory;

    /// <summary>The element at an index.</summary>
    /// <exception cref="IndexOutOfRangeException">The index is outside [0, Length).</exception>
    public ref T this[Index1D index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref BaseView[index.X];
    }

    /// <inheritdoc cref="this[Index1D]"/>
    public ref T this[LongIndex1D index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref BaseView[index.X];
    }

    /// <summary>Some elements from an index on.</summary>
    public ArrayView1D<T, TStride> SubView(Index1D index, Index1D extent) => SubView(index.ToLongIndex(), extent.ToLongIndex());

    /// <inheritdoc cref="SubView(Index1D, Index1D)"/>
    public ArrayView1D<T, TStride> SubView(LongIndex1D index, LongIndex1D extent) => new(BaseView.SubView(index.X, extent.X), extent, Stride);

    /// <summary>The view without its stride.</summary>
    public ArrayView<T> AsContiguous() => BaseView;

    /// <summary>The same view with the dense stride.</summary>
    public ArrayView1D<T, Stride1D.Dense> AsDense() => new(BaseView, Extent, default);
}

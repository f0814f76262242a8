using Engine.Kernels.Emulation;

namespace ILGPU.Runtime;

/// <summary>Operations on whole views and buffers, all finished when they return.</summary>
public static partial class ArrayViewExtensions
{
    /// <summary>Sets every byte to 0.</summary>
    public static void MemSetToZero<TView>(this TView view)
        where TView : IContiguousArrayView => view.Bytes().Clear();

    /// <inheritdoc cref="MemSetToZero{TView}(TView)"/>
    public static void MemSetToZero<TView>(this TView view, AcceleratorStream stream)
        where TView : IContiguousArrayView => view.Bytes(stream).Clear();

    /// <inheritdoc cref="MemSetToZero{TView}(TView)"/>
    public static void MemSetToZero<T>(this ArrayView1D<T, Stride1D.Dense> view)
        where T : unmanaged => view.BaseView.Bytes().Clear();

    /// <inheritdoc cref="MemSetToZero{TView}(TView)"/>
    public static void MemSetToZero<T>(this ArrayView1D<T, Stride1D.Dense> view, AcceleratorStream stream)
        where T : unmanaged => view.BaseView.Bytes(stream).Clear();

    /// <summary>Sets every byte to a value.</summary>
    public static void MemSet<TView>(this TView view, byte value)
        where TView : IContiguousArrayView => view.Bytes().Fill(value);

    /// <inheritdoc cref="MemSet{TView}(TView, byte)"/>
    public static void MemSet<TView>(this TView view, AcceleratorStream stream, byte value)
        where TView : IContiguousArrayView => view.Bytes(stream).Fill(value);

    /// <inheritdoc cref="MemSet{TView}(TView, byte)"/>
    public static void MemSet<T>(this ArrayView1D<T, Stride1D.Dense> view, byte value)
        where T : unmanaged => view.BaseView.Bytes().Fill(value);

    /// <inheritdoc cref="MemSet{TView}(TView, byte)"/>
    public static void MemSet<T>(this ArrayView1D<T, Stride1D.Dense> view, AcceleratorStream stream, byte value)
        where T : unmanaged => view.BaseView.Bytes(stream).Fill(value);

    /// <summary>Copies a view to another, at least as long.</summary>
    public static void CopyTo<TView>(this TView source, in TView target)
        where TView : IContiguousArrayView => source.Bytes().CopyTo(target.Bytes());

    /// <inheritdoc cref="CopyTo{TView}(TView, in TView)"/>
    public static void CopyTo<TView>(this TView source, AcceleratorStream stream, in TView target)
        where TView : IContiguousArrayView => source.Bytes(stream).CopyTo(target.Bytes());

    /// <inheritdoc cref="CopyTo{TView}(TView, in TView)"/>
    public static void CopyTo<T>(this ArrayView1D<T, Stride1D.Dense> source, AcceleratorStream stream, in ArrayView1D<T, Stride1D.Dense> target)
        where T : unmanaged => source.BaseView.CopyTo(stream, target.BaseView);

    /// <inheritdoc cref="CopyTo{TView}(TView, in TView)"/>
    public static void CopyTo<T>(this ArrayView1D<T, Stride1D.Dense> source, in ArrayView1D<T, Stride1D.Dense> target)
        where T : unmanaged => source.BaseView.CopyTo(target.BaseView);

    /// <summary>Copies another view, not longer, to the beginning of this one.</summary>
    public static void CopyFrom<TView>(this TView target, in TView source)
        where TView : IContiguousArrayView => source.Bytes().CopyTo(target.Bytes());

    /// <inheritdoc cref="CopyFrom{TView}(TView, in TView)"/>
    public static void CopyFrom<TView>(this TView target, AcceleratorStream stream, in TView source)
        where TView : IContiguousArrayView => source.Bytes(stream).CopyTo(target.Bytes());

    /// <inheritdoc cref="CopyFrom{TView}(TView, in TView)"/>
    public static void CopyFrom<T>(this ArrayView1D<T, Stride1D.Dense> target, AcceleratorStream stream, in ArrayView1D<T, Stride1D.Dense> source)
        where T : unmanaged => target.BaseView.CopyFrom(stream, source.BaseView);

    /// <inheritdoc cref="CopyFrom{TView}(TView, in TView)"/>
    public static void CopyFrom<T>(this ArrayView1D<T, Stride1D.Dense> target, in ArrayView1D<T, Stride1D.Dense> source)
        where T : unmanaged => target.BaseView.CopyFrom(source.BaseView);

    /// <summary>The view, promised to begin at a multiple of 16 bytes.</summary>
    /// <exception cref="InvalidOperationException">It does not.</exception>
    public static ArrayView<T> AsAligned16<T>(this ArrayView<T> view)
        where T : unmanaged => view.AsAligned(16);

    /// <inheritdoc cref="AsAligned16{T}(ArrayView{T})"/>
    public static ArrayView1D<T, Stride1D.Dense> AsAligned16<T>(this ArrayView1D<T, Stride1D.Dense> view)
        where T : unmanaged => view.BaseView.AsAligned(16);

    /// <summary>The view, promised to begin at a multiple of some bytes.</summary>
    /// <exception cref="InvalidOperationException">It does not.</exception>
    public static unsafe ArrayView<T> AsAligned<T>(this ArrayView<T> view, int alignmentInBytes)
        where T : unmanaged
    {
        if ((nint)view.Data % alignmentInBytes != 0) KernelHelp.ThrowMisaligned(alignmentInBytes);
        return view;
    }

    /// <inheritdoc cref="AsAligned{T}(ArrayView{T}, int)"/>
    public static ArrayView1D<T, Stride1D.Dense> AsAligned<T>(this ArrayView1D<T, Stride1D.Dense> view, int alignmentInBytes)
        where T : unmanaged => view.BaseView.AsAligned(alignmentInBytes);

    /// <summary>The view with its stride.</summary>
    public static ArrayView1D<T, Stride1D.Dense> AsDense<T>(this ArrayView<T> view)
        where T : unmanaged => view;

    /// <summary>The accelerator whose memory the view shows.</summary>
    /// <exception cref="ObjectDisposedException">The memory was freed.</exception>
    public static Accelerator GetAccelerator<TView>(this TView view)
        where TView : IArrayView => view.Memory.Accelerator;

    private static Span<byte> Bytes<TView>(this TView view, AcceleratorStream stream)
        where TView : IContiguousArrayView
    {
        ArgumentNullException.ThrowIfNull(stream);
        return view.Bytes();
    }

    private static unsafe Span<byte> Bytes<TView>(this TView view)
        where TView : IContiguousArrayView
    {
        if (view.Length == 0) return default;
        _ = view.Memory;
        ArrayView<byte> raw = view.AsRawArrayView();
        return new Span<byte>(raw.Data, checked((int)raw.Length));
    }
}

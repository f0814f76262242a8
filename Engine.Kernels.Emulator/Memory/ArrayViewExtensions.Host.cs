using System.Runtime.InteropServices;

namespace ILGPU.Runtime;

/// <content>Copies between host and device: exactly ILGPU's overloads, so that what compiles here compiles there.</content>
public static partial class ArrayViewExtensions
{
    /// <summary>Copies the first elements of a view to host memory.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The view is shorter.</exception>
    public static void CopyToCPU<T, TView>(this TView source, ref T cpuData, long length)
        where TView : IContiguousArrayView<T>
        where T : unmanaged => CopyToHost(source.Bytes(), AsBytes(ref cpuData, length));

    /// <inheritdoc cref="CopyToCPU{T, TView}(TView, ref T, long)"/>
    public static void CopyToCPU<T, TView>(this TView source, AcceleratorStream stream, ref T cpuData, long length)
        where TView : IContiguousArrayView<T>
        where T : unmanaged => CopyToHost(source.Bytes(stream), AsBytes(ref cpuData, length));

    /// <inheritdoc cref="CopyToCPU{T, TView}(TView, ref T, long)"/>
    public static void CopyToCPU<T, TView>(this TView source, in Span<T> span)
        where TView : IContiguousArrayView<T>
        where T : unmanaged => CopyToHost(source.Bytes(), MemoryMarshal.AsBytes(span));

    /// <inheritdoc cref="CopyToCPU{T, TView}(TView, ref T, long)"/>
    public static void CopyToCPU<T, TView>(this TView source, AcceleratorStream stream, in Span<T> span)
        where TView : IContiguousArrayView<T>
        where T : unmanaged => CopyToHost(source.Bytes(stream), MemoryMarshal.AsBytes(span));

    /// <inheritdoc cref="CopyToCPU{T, TView}(TView, ref T, long)"/>
    public static void CopyToCPU<T>(this ArrayView1D<T, Stride1D.Dense> source, ref T cpuData, long length)
        where T : unmanaged => source.BaseView.CopyToCPU(ref cpuData, length);

    /// <inheritdoc cref="CopyToCPU{T, TView}(TView, ref T, long)"/>
    public static void CopyToCPU<T>(this ArrayView1D<T, Stride1D.Dense> source, AcceleratorStream stream, ref T cpuData, long length)
        where T : unmanaged => source.BaseView.CopyToCPU(stream, ref cpuData, length);

    /// <inheritdoc cref="CopyToCPU{T, TView}(TView, ref T, long)"/>
    public static void CopyToCPU<T>(this ArrayView1D<T, Stride1D.Dense> source, AcceleratorStream stream, in Span<T> span)
        where T : unmanaged => source.BaseView.CopyToCPU(stream, span);

    /// <summary>Copies a view to an array of its length.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The lengths differ.</exception>
    public static void CopyToCPU<T>(this ArrayView1D<T, Stride1D.Dense> view, T[] data)
        where T : unmanaged => CopyWhole(view.BaseView.Bytes(), AsBytes(data));

    /// <inheritdoc cref="CopyToCPU{T}(ArrayView1D{T, Stride1D.Dense}, T[])"/>
    public static void CopyToCPU<T>(this ArrayView1D<T, Stride1D.Dense> view, AcceleratorStream stream, T[] data)
        where T : unmanaged => CopyWhole(view.BaseView.Bytes(stream), AsBytes(data));

    /// <inheritdoc cref="CopyToCPU{T}(ArrayView1D{T, Stride1D.Dense}, T[])"/>
    public static void CopyToCPU<T>(this ArrayView<T> view, T[] data)
        where T : unmanaged => CopyWhole(view.Bytes(), AsBytes(data));

    /// <inheritdoc cref="CopyToCPU{T}(ArrayView1D{T, Stride1D.Dense}, T[])"/>
    public static void CopyToCPU<T>(this ArrayView<T> view, AcceleratorStream stream, T[] data)
        where T : unmanaged => CopyWhole(view.Bytes(stream), AsBytes(data));

    /// <inheritdoc cref="CopyToCPU{T}(ArrayView1D{T, Stride1D.Dense}, T[])"/>
    public static void CopyToCPU<T>(this MemoryBuffer<ArrayView1D<T, Stride1D.Dense>> buffer, T[] data)
        where T : unmanaged => buffer.View.CopyToCPU(data);

    /// <inheritdoc cref="CopyToCPU{T}(ArrayView1D{T, Stride1D.Dense}, T[])"/>
    public static void CopyToCPU<T>(this MemoryBuffer<ArrayView1D<T, Stride1D.Dense>> buffer, AcceleratorStream stream, T[] data)
        where T : unmanaged => buffer.View.CopyToCPU(stream, data);

    /// <summary>Copies host memory to the beginning of a view.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The view is shorter.</exception>
    public static void CopyFromCPU<T, TView>(this TView target, ref T cpuData, long length)
        where TView : IContiguousArrayView<T>
        where T : unmanaged => CopyFromHost(AsBytes(ref cpuData, length), target.Bytes());

    /// <inheritdoc cref="CopyFromCPU{T, TView}(TView, ref T, long)"/>
    public static void CopyFromCPU<T, TView>(this TView target, AcceleratorStream stream, ref T cpuData, long length)
        where TView : IContiguousArrayView<T>
        where T : unmanaged => CopyFromHost(AsBytes(ref cpuData, length), target.Bytes(stream));

    /// <inheritdoc cref="CopyFromCPU{T, TView}(TView, ref T, long)"/>
    public static void CopyFromCPU<T, TView>(this TView target, in ReadOnlySpan<T> span)
        where TView : IContiguousArrayView<T>
        where T : unmanaged => CopyFromHost(MemoryMarshal.AsBytes(span), target.Bytes());

    /// <inheritdoc cref="CopyFromCPU{T, TView}(TView, ref T, long)"/>
    public static void CopyFromCPU<T, TView>(this TView target, AcceleratorStream stream, in ReadOnlySpan<T> span)
        where TView : IContiguousArrayView<T>
        where T : unmanaged => CopyFromHost(MemoryMarshal.AsBytes(span), target.Bytes(stream));

    /// <inheritdoc cref="CopyFromCPU{T, TView}(TView, ref T, long)"/>
    public static void CopyFromCPU<T>(this ArrayView1D<T, Stride1D.Dense> target, ref T cpuData, long length)
        where T : unmanaged => target.BaseView.CopyFromCPU(ref cpuData, length);

    /// <inheritdoc cref="CopyFromCPU{T, TView}(TView, ref T, long)"/>
    public static void CopyFromCPU<T>(this ArrayView1D<T, Stride1D.Dense> target, AcceleratorStream stream, ref T cpuData, long length)
        where T : unmanaged => target.BaseView.CopyFromCPU(stream, ref cpuData, length);

    /// <inheritdoc cref="CopyFromCPU{T, TView}(TView, ref T, long)"/>
    public static void CopyFromCPU<T>(this ArrayView1D<T, Stride1D.Dense> target, AcceleratorStream stream, in ReadOnlySpan<T> span)
        where T : unmanaged => target.BaseView.CopyFromCPU(stream, span);

    /// <summary>Copies an array to a view of its length.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The lengths differ.</exception>
    public static void CopyFromCPU<T>(this ArrayView1D<T, Stride1D.Dense> view, T[] data)
        where T : unmanaged => CopyWhole(AsBytes(data), view.BaseView.Bytes());

    /// <inheritdoc cref="CopyFromCPU{T}(ArrayView1D{T, Stride1D.Dense}, T[])"/>
    public static void CopyFromCPU<T>(this ArrayView1D<T, Stride1D.Dense> view, AcceleratorStream stream, T[] data)
        where T : unmanaged => CopyWhole(AsBytes(data), view.BaseView.Bytes(stream));

    /// <inheritdoc cref="CopyFromCPU{T}(ArrayView1D{T, Stride1D.Dense}, T[])"/>
    public static void CopyFromCPU<T>(this ArrayView<T> view, T[] data)
        where T : unmanaged => CopyWhole(AsBytes(data), view.Bytes());

    /// <inheritdoc cref="CopyFromCPU{T}(ArrayView1D{T, Stride1D.Dense}, T[])"/>
    public static void CopyFromCPU<T>(this ArrayView<T> view, AcceleratorStream stream, T[] data)
        where T : unmanaged => CopyWhole(AsBytes(data), view.Bytes(stream));

    /// <inheritdoc cref="CopyFromCPU{T}(ArrayView1D{T, Stride1D.Dense}, T[])"/>
    public static void CopyFromCPU<T>(this MemoryBuffer<ArrayView1D<T, Stride1D.Dense>> buffer, T[] data)
        where T : unmanaged => buffer.View.CopyFromCPU(data);

    /// <inheritdoc cref="CopyFromCPU{T}(ArrayView1D{T, Stride1D.Dense}, T[])"/>
    public static void CopyFromCPU<T>(this MemoryBuffer<ArrayView1D<T, Stride1D.Dense>> buffer, AcceleratorStream stream, T[] data)
        where T : unmanaged => buffer.View.CopyFromCPU(stream, data);

    /// <summary>The view's elements.</summary>
    public static T[] GetAsArray1D<T>(this ArrayView1D<T, Stride1D.Dense> view)
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(view.BaseView.Bytes()).ToArray();

    /// <inheritdoc cref="GetAsArray1D{T}(ArrayView1D{T, Stride1D.Dense})"/>
    public static T[] GetAsArray1D<T>(this ArrayView1D<T, Stride1D.Dense> view, AcceleratorStream stream)
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(view.BaseView.Bytes(stream)).ToArray();

    /// <inheritdoc cref="GetAsArray1D{T}(ArrayView1D{T, Stride1D.Dense})"/>
    public static T[] GetAsArray1D<T>(this MemoryBuffer<ArrayView1D<T, Stride1D.Dense>> buffer)
        where T : unmanaged => buffer.View.GetAsArray1D();

    /// <inheritdoc cref="GetAsArray1D{T}(ArrayView1D{T, Stride1D.Dense})"/>
    public static T[] GetAsArray1D<T>(this MemoryBuffer<ArrayView1D<T, Stride1D.Dense>> buffer, AcceleratorStream stream)
        where T : unmanaged => buffer.View.GetAsArray1D(stream);

    /// <summary>The view's elements.</summary>
    public static T[] GetAsArray<T>(this ArrayView<T> view)
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(view.Bytes()).ToArray();

    /// <summary>A buffer with the elements of an array.</summary>
    public static MemoryBuffer1D<T, Stride1D.Dense> Allocate1D<T>(this Accelerator accelerator, T[] data)
        where T : unmanaged => accelerator.Allocate1D(accelerator.DefaultStream, data);

    /// <inheritdoc cref="Allocate1D{T}(Accelerator, T[])"/>
    public static MemoryBuffer1D<T, Stride1D.Dense> Allocate1D<T>(this Accelerator accelerator, AcceleratorStream stream, T[] data)
        where T : unmanaged
    {
        MemoryBuffer1D<T, Stride1D.Dense> buffer = accelerator.Allocate1D<T>(data.Length);
        buffer.CopyFromCPU(stream, data);
        return buffer;
    }

    private static Span<byte> AsBytes<T>(ref T first, long length)
        where T : unmanaged => MemoryMarshal.AsBytes(MemoryMarshal.CreateSpan(ref first, checked((int)length)));

    private static Span<byte> AsBytes<T>(T[] data)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(data);
        return MemoryMarshal.AsBytes(data.AsSpan());
    }

    /// <summary>Host memory sets how much is copied; the view may be longer.</summary>
    private static void CopyToHost(ReadOnlySpan<byte> view, Span<byte> host)
    {
        RequireRoom(host.Length, view.Length);
        view[..host.Length].CopyTo(host);
    }

    private static void CopyFromHost(ReadOnlySpan<byte> host, Span<byte> view)
    {
        RequireRoom(host.Length, view.Length);
        host.CopyTo(view);
    }

    private static void RequireRoom(int host, int view)
    {
        if (host > view) throw new ArgumentOutOfRangeException(nameof(host), $"{host} bytes on the host exceed the view's {view}.");
    }

    private static void CopyWhole(ReadOnlySpan<byte> from, Span<byte> to)
    {
        if (from.Length != to.Length) throw new ArgumentOutOfRangeException(nameof(from), $"The source holds {from.Length} bytes, the destination {to.Length}.");
        from.CopyTo(to);
    }
}

namespace Engine.Kernels;

/// <summary>What a host operation may read and write directly.</summary>
internal static unsafe class HostMemory
{
    /// <summary>The array as host memory.</summary>
    /// <exception cref="ArgumentException">It lies on another device.</exception>
    public static NativeBuffer<T> Of<T>(DeviceArray<T> array)
        where T : unmanaged =>
        array as NativeBuffer<T> ?? throw new ArgumentException("the array lies in host memory does not hold: it belongs to an accelerator.", nameof(array));

    /// <summary>First element of a view; null when the view is empty. The caller keeps the array alive while it uses the pointer.</summary>
    /// <exception cref="ArgumentException">It lies on another device.</exception>
    public static T* Pointer<T>(VectorView<T> view)
        where T : unmanaged => view.Array is null ? null : Of(view.Array).Pointer + view.Start;
}

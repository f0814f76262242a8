using ILGPU;
using ILGPU.Runtime;

namespace Engine.Kernels;

/// <summary>A device that runs the accelerator kernels: CUDA, OpenCL, ILGPU's CPU accelerator, or the emulator, as this build and machine have them.</summary>
/// <remarks>Obtained from <see cref="DeviceCatalog.Open"/>. Kernels are compiled when an operation first needs them, once for each device.</remarks>
public sealed class AcceleratorDevice : ComputeDevice
{
    private readonly Context _context;
    private bool _disposed;

    internal AcceleratorDevice(DeviceKind kind, string name, Context context, Device device)
        : base(kind, name, device.MemorySize)
    {
        _context = context;
        Accelerator = device.CreateAccelerator(context);
        Vectors = new AcceleratorVectorOperations(this);
        Sparse = new AcceleratorSparseOperations(this);
        Factor = new AcceleratorFactorOperations(this);
    }

    /// <inheritdoc/>
    public override VectorOperations Vectors { get; }

    /// <inheritdoc/>
    public override SparseOperations Sparse { get; }

    /// <inheritdoc/>
    public override FactorOperations Factor { get; }

    internal Accelerator Accelerator { get; }

    /// <summary>The vendor's dense products, where there are any.</summary>
    internal IVendorProducts? VendorProducts { get; set; }

    /// <inheritdoc/>
    public override DeviceArray<T> Allocate<T>(long length)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return new AcceleratorArray<T>(this, length);
    }

    /// <inheritdoc/>
    public override void Synchronize() => Accelerator.Synchronize();

    /// <inheritdoc/>
    public override void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        Workspace.Trim();
        VendorProducts?.Dispose();
        Accelerator.Dispose();
        _context.Dispose();
    }

    /// <summary>A view as the kernels take it.</summary>
    /// <exception cref="ArgumentException">It lies on another device.</exception>
    internal ArrayView<T> View<T>(VectorView<T> view)
        where T : unmanaged
    {
        if (view.Array is null) return default;
        return Own(view.Array).View.SubView(view.Start, view.Length);
    }

    /// <summary>An array as memory of this device.</summary>
    /// <exception cref="ArgumentException">It lies on another device.</exception>
    internal AcceleratorArray<T> Own<T>(DeviceArray<T> array)
        where T : unmanaged =>
        array is AcceleratorArray<T> own && own.Device == this
            ? own
            : throw new ArgumentException($"the array lies on {Name} does not hold: it belongs to another device.", nameof(array));

    private protected override void CopyCore<T>(VectorView<T> source, VectorView<T> destination) =>
        View(source).CopyTo(Accelerator.DefaultStream, View(destination));
}

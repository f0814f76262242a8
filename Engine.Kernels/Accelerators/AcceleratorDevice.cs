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
        Dense = new AcceleratorDenseOperations(this);
    }

    /// <inheritdoc/>
    public override VectorOperations Vectors { get; }

    /// <inheritdoc/>
    public override DenseOperations Dense { get; }

    internal Accelerator Accelerator { get; }

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
        Accelerator.Dispose();
        _context.Dispose();
    }

    /// <summary>A view as the kernels take it.</summary>
    /// <exception cref="ArgumentException">It lies on another device.</exception>
    internal ArrayView<T> View<T>(VectorView<T> view)
        where T : unmanaged
    {
        if (view.Array is null) return default;
        if (view.Array is not AcceleratorArray<T> array || array.Device != this)
            throw new ArgumentException($"the array lies on {Name} does not hold: it belongs to another device.", nameof(view));
        return array.View.SubView(view.Start, view.Length);
    }

    /// <summary>A matrix as the kernels take it.</summary>
    /// <exception cref="ArgumentException">It lies on another device.</exception>
    internal DeviceMatrix Matrix(MatrixView matrix)
    {
        if (matrix.Array is null || matrix.Rows == 0 || matrix.Columns == 0) return new DeviceMatrix(default, matrix.Rows, matrix.Columns, 1, 1);
        long length = (matrix.Rows - 1L) * matrix.RowStep + (matrix.Columns - 1L) * matrix.ColumnStep + 1;
        ArrayView<float> elements = View(new VectorView<float>(matrix.Array, matrix.Start, length));
        return new DeviceMatrix(elements, matrix.Rows, matrix.Columns, matrix.RowStep, matrix.ColumnStep);
    }
}

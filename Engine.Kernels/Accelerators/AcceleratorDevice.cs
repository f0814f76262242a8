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
        Random = new AcceleratorRandomOperations(this);
        NormalTable = new NormalTable(this);
        SignedHadamard = new SignedHadamardRows(this);
        Transforms = new AcceleratorTransformOperations(this);
        Sketches = new AcceleratorSketchOperations(this);
        Dense = new AcceleratorDenseOperations(this);
    }

    /// <inheritdoc/>
    public override VectorOperations Vectors { get; }

    /// <inheritdoc/>
    public override SparseOperations Sparse { get; }

    /// <inheritdoc/>
    public override FactorOperations Factor { get; }

    /// <inheritdoc/>
    public override RandomOperations Random { get; }

    /// <inheritdoc/>
    public override TransformOperations Transforms { get; }

    /// <inheritdoc/>
    public override SketchOperations Sketches { get; }

    /// <inheritdoc/>
    public override DenseOperations Dense { get; }

    internal Accelerator Accelerator { get; }

    /// <summary>The vendor's dense products, where there are any.</summary>
    internal IVendorProducts? VendorProducts { get; set; }

    internal NormalTable NormalTable { get; }

    internal SignedHadamardRows SignedHadamard { get; }

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
        NormalTable.Dispose();
        Workspace.Trim();
        VendorProducts?.Dispose();
        Accelerator.Dispose();
        _context.Dispose();
    }

    /// <summary>An array with a copy of a buffer of any length.</summary>
    /// <exception cref="OutOfMemoryException">The device has not so much left.</exception>
    internal DeviceArray<T> Upload<T>(NativeBuffer<T> elements)
        where T : unmanaged
    {
        // Spans are shorter than buffers may be.
        const int Part = 1 << 28;
        DeviceArray<T> array = Allocate<T>(elements.Length);
        for (long start = 0; start < elements.Length; start += Part) array.CopyFrom(elements.Slice(start, (int)Math.Min(Part, elements.Length - start)), start);
        return array;
    }

    /// <summary>A view as the kernels take it.</summary>
    /// <exception cref="ArgumentException">It lies on another device.</exception>
    internal ArrayView<T> View<T>(VectorView<T> view)
        where T : unmanaged
    {
        if (view.Array is null) return default;
        ArrayView<T> elements = Own(view.Array).View;
        // ILGPU refuses a part that begins behind the last element, even an empty one.
        return view.Length == 0 ? default : elements.SubView(view.Start, view.Length);
    }

    /// <summary>An array as memory of this device.</summary>
    /// <exception cref="ArgumentException">It lies on another device.</exception>
    internal AcceleratorArray<T> Own<T>(DeviceArray<T> array)
        where T : unmanaged =>
        array is AcceleratorArray<T> own && own.Device == this
            ? own
            : throw new ArgumentException($"the array lies on {Name} does not hold: it belongs to another device.", nameof(array));

    /// <summary>The memory of a row-major matrix, from its first element to its last; rows are <see cref="MatrixView.Stride"/> apart.</summary>
    /// <exception cref="ArgumentException">It lies on another device.</exception>
    internal ArrayView<float> View(MatrixView matrix) => matrix.Array is null || matrix.Rows == 0 || matrix.Columns == 0
        ? default
        : View(new VectorView<float>(matrix.Array, matrix.Start, (matrix.Rows - 1L) * matrix.Stride + matrix.Columns));

    /// <summary>Compressed rows as the kernels take them.</summary>
    /// <exception cref="ArgumentException">They lie on another device.</exception>
    internal SparseRows View(CsrView rows) => new(View(rows.Offsets), View(rows.Ids), View(rows.Values));

    /// <summary>A matrix as the kernels take it.</summary>
    /// <exception cref="ArgumentException">It lies on another device.</exception>
    internal DeviceMatrix Matrix(MatrixView matrix)
    {
        if (matrix.Array is null || matrix.Rows == 0 || matrix.Columns == 0) return new DeviceMatrix(default, matrix.Rows, matrix.Columns, 1, 1);
        long length = (matrix.Rows - 1L) * matrix.RowStep + (matrix.Columns - 1L) * matrix.ColumnStep + 1;
        ArrayView<float> elements = View(new VectorView<float>(matrix.Array, matrix.Start, length));
        return new DeviceMatrix(elements, matrix.Rows, matrix.Columns, matrix.RowStep, matrix.ColumnStep);
    }

    private protected override void CopyCore<T>(VectorView<T> source, VectorView<T> destination) =>
        View(source).CopyTo(Accelerator.DefaultStream, View(destination));
}

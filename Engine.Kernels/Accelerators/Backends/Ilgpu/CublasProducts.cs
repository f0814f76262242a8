using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace Engine.Kernels;

/// <summary>Dense products by cuBLAS, in ILGPU's CUDA context and stream: calls and kernels keep their order without waiting.</summary>
/// <remarks>A row-major matrix is the transpose of a column-major one: Cᵀ = Bᵀ Aᵀ is asked for.</remarks>
internal sealed unsafe class CublasProducts : IVendorProducts
{
    private readonly CublasLibrary _library;
    private readonly AcceleratorDevice _device;
    private readonly nint _handle;

    private CublasProducts(CublasLibrary library, AcceleratorDevice device)
    {
        _library = library;
        _device = device;
        device.Accelerator.Bind();
        _handle = library.Create(((CudaStream)device.Accelerator.DefaultStream).StreamPtr);
    }

    /// <inheritdoc/>
    public string Name => _library.Name;

    /// <summary>cuBLAS for a CUDA device, or null where it is not installed.</summary>
    public static CublasProducts? TryCreate(AcceleratorDevice device) =>
        CublasLibrary.TryLoad() is { } library ? new CublasProducts(library, device) : null;

    /// <inheritdoc/>
    public void Multiply(float alpha, MatrixView a, MatrixView b, float beta, MatrixView c)
    {
        if (c.IsTransposed) (a, b, c) = (b.Transposed, a.Transposed, c.Transposed);
        _device.Accelerator.Bind();
        _library.Sgemm(_handle, Operation(b), Operation(a), c.Columns, c.Rows, a.Columns, alpha, Pointer(b), Leading(b), Pointer(a), Leading(a), beta, Pointer(c), Leading(c));
    }

    /// <inheritdoc/>
    public void MultiplySymmetric(float alpha, MatrixView a, float beta, MatrixView c)
    {
        _device.Accelerator.Bind();
        int operation = a.IsTransposed ? CublasLibrary.NoTranspose : CublasLibrary.Transpose;
        _library.Ssyrk(_handle, CublasLibrary.Upper, operation, c.Rows, a.Columns, alpha, Pointer(a), Leading(a), beta, Pointer(c), Leading(c));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _device.Accelerator.Bind();
        _library.Destroy(_handle);
    }

    private static int Operation(MatrixView matrix) => matrix.IsTransposed ? CublasLibrary.Transpose : CublasLibrary.NoTranspose;

    // cuBLAS wants at least 1, and a stride of a matrix with one row may be anything.
    private static int Leading(MatrixView matrix) => Math.Max(1, matrix.Stride);

    private float* Pointer(MatrixView matrix)
    {
        AcceleratorArray<float> array = _device.Own(matrix.Array!);
        return (float*)array.NativePointer + matrix.Start;
    }
}

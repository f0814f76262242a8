using Engine.Kernels;

namespace Engine.Perf;

/// <summary>Operands of a product, normal random numbers, and two places for its result.</summary>
internal sealed class GemmProblem : IDisposable
{
    private readonly NativeBuffer<float> _left;
    private readonly NativeBuffer<float> _right;
    private readonly NativeBuffer<float> _result;
    private readonly NativeBuffer<float> _reference;

    /// <summary>Draws A and B.</summary>
    public GemmProblem(GemmShape shape)
    {
        bool symmetric = shape.Form == GemmForm.Symmetric;
        _left = Samples.Normals((long)shape.M * shape.K, stream: 1);
        _right = Samples.Normals(symmetric ? 0 : (long)shape.K * shape.N, stream: 2);
        _result = new NativeBuffer<float>((long)shape.M * shape.N);
        _reference = new NativeBuffer<float>((long)shape.M * shape.N);
        A = View(_left, shape.M, shape.K, shape.Form == GemmForm.LeftTransposed);
        B = symmetric ? A.Transposed : View(_right, shape.K, shape.N, shape.Form == GemmForm.RightTransposed);
        Result = new MatrixView(_result, shape.M, shape.N);
        Reference = new MatrixView(_reference, shape.M, shape.N);
    }

    /// <summary>(m, k).</summary>
    public MatrixView A { get; }

    /// <summary>(k, n).</summary>
    public MatrixView B { get; }

    /// <summary>Ours, (m, n).</summary>
    public MatrixView Result { get; }

    /// <summary>The baseline's, (m, n).</summary>
    public MatrixView Reference { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        _left.Dispose();
        _right.Dispose();
        _result.Dispose();
        _reference.Dispose();
    }

    private static MatrixView View(NativeBuffer<float> buffer, int rows, int columns, bool transposed) =>
        transposed ? new MatrixView(buffer, columns, rows).Transposed : new MatrixView(buffer, rows, columns);
}

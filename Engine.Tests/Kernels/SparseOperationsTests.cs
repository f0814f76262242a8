using Engine.Kernels;
using Xunit;

namespace Engine.Tests.Kernels;

/// <summary>What the base classes of sparse and factor operations refuse, and what the host allocates.</summary>
public sealed class SparseOperationsTests : IDisposable
{
    // A team of one runs every item on this thread, whose allocations are the ones counted.
    private readonly HostDevice _device = new(threads: 1);
    private readonly List<IDisposable> _arrays = [];

    [Fact]
    public void Operations_RefuseShapesThatDoNotFit_WithTheValues()
    {
        CsrView s = Csr(rows: 3, columns: 4, length: 2), pattern = new(s.Rows, s.Columns, s.Offsets, s.Ids, values: default);
        SparseOperations sparse = _device.Sparse;
        ArgumentException refusal = Assert.Throws<ArgumentException>(() => sparse.SampledProduct(1, Matrix(3, 5), Matrix(4, 6), s));
        Assert.Contains("a.Columns == b.Columns does not hold: 5, 6", refusal.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => sparse.SampledProduct(1, Matrix(3, 5), Matrix(5, 4).Transposed, s));
        Assert.Throws<ArgumentException>(() => sparse.SampledProduct(1, Matrix(3, 5), Matrix(4, 5), pattern));
        Assert.Throws<ArgumentException>(() => sparse.Multiply(1, s, Matrix(3, 2), 0, Matrix(3, 2)));
        Assert.Throws<ArgumentException>(() => sparse.Multiply(1, s, Matrix(4, 2), 0, Matrix(2, 2)));
        Assert.Throws<ArgumentException>(() => sparse.Multiply(1, pattern, Matrix(4, 2), 0, Matrix(3, 2)));
        Assert.Throws<ArgumentException>(() => sparse.Multiply(1, s, Floats(3), 0, Floats(3)));
        Assert.Throws<ArgumentException>(() => sparse.Multiply(1, s, Floats(4), 0, Floats(4)));
        Assert.Throws<ArgumentException>(() => sparse.MultiplyTransposed(1, s, Columns(s), Floats(4), 0, Floats(4)));
        Assert.Throws<ArgumentException>(() => sparse.Columns(s, Columns(Csr(rows: 3, columns: 5, length: 2))));
        Assert.Throws<ArgumentException>(() => sparse.Columns(s, Columns(Csr(rows: 3, columns: 4, length: 1))));
        Assert.Throws<ArgumentException>(() => sparse.AddRows(1, Matrix(3, 2), Ints(2), Matrix(9, 2)));
        Assert.Throws<ArgumentException>(() => sparse.AddProductToRows(1, s, Matrix(4, 2), Ints(4), Matrix(9, 2)));
        Assert.Throws<ArgumentException>(() => sparse.CofiringGram(pattern, Matrix(4, 3), 1, new TriangleView(Doubles(16), 4)));
        Assert.Throws<ArgumentException>(() => sparse.CofiringGram(pattern, Matrix(4, 4), 1, new TriangleView(Doubles(9), 3)));
        Assert.Throws<ArgumentException>(() => sparse.UpdateCandidates(s, Csr(rows: 2, columns: 4, length: 1), Matrix(4, 4), 0));
        Assert.Throws<ArgumentException>(() => sparse.ExclusiveScan(Ints(4), Longs(4)));
    }

    [Fact]
    public void Factor_RefusesRightHandSidesThatDoNotFit()
    {
        TriangleView lower = new(Doubles(9), 3);
        Assert.Throws<ArgumentException>(() => _device.Factor.Solve(lower, Doubles(4)));
        Assert.Throws<ArgumentException>(() => _device.Factor.SolveTriangular(new TriangleView(Doubles(0), 0), transposed: false, Doubles(4)));
        Assert.Throws<ArgumentException>(() => new TriangleView(Doubles(8), 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TriangleView(Doubles(9), 3, stride: 2));
        Assert.Throws<ArgumentException>(() => new CsrColumns(2, 3, Longs(3), Ints(1), Longs(1)));
        Assert.Throws<ArgumentException>(() => new CsrColumns(2, 3, Longs(4), Ints(1), Longs(2)));
    }

    [Fact]
    public void Operations_AllocateNothing_AfterTheFirstTime()
    {
        CsrView s = Csr(rows: 3, columns: 2500, length: 2400), step = Csr(rows: 3, columns: 2500, length: 5);
        CsrColumns companion = Columns(s);
        MatrixView tall = Matrix(2500, 20), flat = Matrix(3, 20), other = Matrix(3, 20), kernel = Matrix(2500, 2500);
        VectorView<float> x = Floats(2500), y = Floats(3);
        VectorView<int> rows = Ints(3);
        rows.CopyFrom([2, 0, 1]);
        VectorView<long> offsets = Longs(4);
        CsrView small = Csr(rows: 3, columns: 40, length: 7);
        MatrixView smallKernel = Matrix(40, 40);
        TriangleView gram = new(Doubles(1600), 40);
        VectorView<double> rightHandSide = Doubles(40);
        Assert.Equal(0, AllocatedBytes.By(Round));

        void Round()
        {
            SparseOperations sparse = _device.Sparse;
            sparse.SampledProduct(1, flat, tall, s);
            sparse.Multiply(1, s, tall, 0, flat);
            sparse.Multiply(1, s, x, 0, y);
            sparse.Columns(s, companion);
            sparse.MultiplyTransposed(1, s, companion, y, 1, x);
            sparse.AddRows(1, flat, rows, other);
            sparse.AddProductToRows(1, s, tall, rows, other);
            sparse.UpdateCandidates(s, step, kernel, 0);
            sparse.CofiringGram(small, smallKernel, 1, gram);
            sparse.ExclusiveScan(rows, offsets);
            _device.Factor.Cholesky(gram);
            _device.Factor.Solve(gram, rightHandSide);
        }
    }

    public void Dispose()
    {
        foreach (IDisposable array in _arrays) array.Dispose();
        _device.Dispose();
    }

    private DeviceArray<T> New<T>(long length)
        where T : unmanaged
    {
        DeviceArray<T> array = _device.Allocate<T>(length);
        _arrays.Add(array);
        return array;
    }

    private VectorView<float> Floats(long length) => New<float>(length);

    private VectorView<double> Doubles(long length) => New<double>(length);

    private VectorView<int> Ints(long length) => New<int>(length);

    private VectorView<long> Longs(long length) => New<long>(length);

    private MatrixView Matrix(int rows, int columns) => new(New<float>((long)rows * columns), rows, columns);

    private CsrColumns Columns(CsrView s) => new(s.Rows, s.Columns, Longs(s.Columns + 1L), Ints(s.Capacity), Longs(s.Capacity));

    /// <summary>The first columns of every row.</summary>
    private CsrView Csr(int rows, int columns, int length)
    {
        CsrView s = new(rows, columns, Longs(rows + 1L), Ints((long)rows * length), Floats((long)rows * length));
        s.Offsets.CopyFrom([.. Enumerable.Range(0, rows + 1).Select(row => (long)row * length)]);
        s.Ids.CopyFrom([.. Enumerable.Range(0, rows * length).Select(entry => entry % length)]);
        return s;
    }
}

using Engine.Kernels;
using Xunit;

namespace Engine.Tests.Kernels.Products;

public sealed class MatrixViewTests
{
    [Fact]
    public void Transposed_Twice_IsTheSameMatrix()
    {
        using NativeBuffer<float> buffer = new(100);
        MatrixView view = new(buffer, start: 3, rows: 4, columns: 7, stride: 9);
        MatrixView twice = view.Transposed.Transposed;
        Assert.Equal(view, twice);
        Assert.Equal((7, 4, true), (view.Transposed.Rows, view.Transposed.Columns, view.Transposed.IsTransposed));
    }

    [Fact]
    public unsafe void Block_OfATransposedView_BeginsAtTheRightElement()
    {
        using NativeBuffer<float> buffer = new(100);
        MatrixView view = new(buffer, start: 3, rows: 4, columns: 7, stride: 9);
        Assert.True(view.Block(2, 5, 1, 2).Pointer == buffer.Pointer + 3 + 2 * 9 + 5);
        Assert.True(view.Transposed.Block(5, 2, 2, 1).Pointer == buffer.Pointer + 3 + 2 * 9 + 5);
    }

    [Fact]
    public void Block_MayBeEmpty_AtTheVeryEnd()
    {
        using NativeBuffer<float> buffer = new(28);
        MatrixView view = new(buffer, 4, 7);
        Assert.Equal((0, 7), (view.Block(4, 0, 0, 7).Rows, view.Block(4, 0, 0, 7).Columns));
    }

    [Theory]
    [InlineData(-1, 4, 7, 7)]
    [InlineData(0, -1, 7, 7)]
    [InlineData(0, 4, -1, 7)]
    [InlineData(0, 4, 7, 6)]
    public void Constructor_RefusesSizesOutOfRange(long start, int rows, int columns, int stride)
    {
        using NativeBuffer<float> buffer = new(28);
        Assert.Throws<ArgumentOutOfRangeException>(() => new MatrixView(buffer, start, rows, columns, stride));
    }

    [Fact]
    public void Constructor_RefusesAMatrixThatDoesNotFit()
    {
        using NativeBuffer<float> buffer = new(28);
        _ = new MatrixView(buffer, 4, 7);
        _ = new MatrixView(buffer, start: 1, rows: 4, columns: 6, stride: 7);
        Assert.Throws<ArgumentException>(() => new MatrixView(buffer, start: 2, rows: 4, columns: 6, stride: 7));
        Assert.Throws<ArgumentException>(() => new MatrixView(buffer, 5, 7));
    }

    [Theory]
    [InlineData(0, 0, 5, 7)]
    [InlineData(1, 0, 4, 7)]
    [InlineData(0, 1, 4, 7)]
    [InlineData(-1, 0, 1, 1)]
    [InlineData(0, 0, 1, -1)]
    public void Block_RefusesPartsOutside(int row, int column, int rows, int columns)
    {
        using NativeBuffer<float> buffer = new(28);
        Assert.Throws<ArgumentOutOfRangeException>(() => new MatrixView(buffer, 4, 7).Block(row, column, rows, columns));
    }
}

using Engine.Kernels;
using Engine.Tests.Reference;
using Xunit;

namespace Engine.Tests.Kernels;

public sealed unsafe class SymmetricProductTests
{
    /// <summary>Rows around every group (8), strip (24) and block (96) edge; columns around the panel (96).</summary>
    public static TheoryData<int, int> Shapes()
    {
        TheoryData<int, int> shapes = new();
        foreach (int rows in new[] { 0, 1, 7, 8, 9, 23, 24, 25, 95, 97, 130 })
        {
            foreach (int columns in new[] { 0, 1, 95, 96, 97, 300 }) shapes.Add(rows, columns);
        }

        return shapes;
    }

    [Theory, MemberData(nameof(Shapes))]
    public void Multiply_IsExact_ForIntegers(int rows, int columns)
    {
        foreach (int threads in new[] { 1, 3 })
        {
            Same(rows, columns, threads, value => (double)value);
            Same(rows, columns, threads, value => (float)value);
        }
    }

    [Fact]
    public void Multiply_RefusesMoreRows_ThanItHasRoomFor()
    {
        using WorkerTeam team = new(1);
        using SymmetricProduct product = new(4, team);
        using NativeBuffer<double> rows = new(10), target = new(25);
        Assert.Throws<ArgumentOutOfRangeException>(() => product.Multiply(rows.Pointer, 2, 5, 2, target.Pointer, 5));
    }

    private static void Same<T>(int rows, int columns, int threads, Func<int, T> convert)
        where T : unmanaged
    {
        Random random = new(rows + 100 * columns);
        int rowStride = columns + 3, stride = rows + 2;
        int[] values = [.. Enumerable.Range(0, rows * columns).Select(_ => random.Next(-9, 10))];
        using WorkerTeam team = new(threads);
        using SymmetricProduct product = new(rows, team);
        using NativeBuffer<T> source = new((long)rows * rowStride);
        using NativeBuffer<double> target = new((long)rows * stride);
        for (int e = 0; e < values.Length; e++) source.Slice(e / columns * (long)rowStride + e % columns, 1)[0] = convert(values[e]);
        target.Slice(0, rows * stride).Fill(0.5);
        product.Multiply(source.Pointer, rowStride, rows, columns, target.Pointer, stride);
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < stride; j++)
            {
                double expected = 0.5;
                if (j <= i)
                {
                    expected = 0;
                    for (int k = 0; k < columns; k++) expected += values[i * columns + k] * values[j * columns + k];
                }

                Check.Near(target.Slice((long)i * stride + j, 1)[0], expected, bound: 0, $"({i}, {j})");
            }
        }
    }
}

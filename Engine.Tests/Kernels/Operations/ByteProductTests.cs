using Engine.Kernels;
using Xunit;

namespace Engine.Tests.Kernels.Operations;

public sealed unsafe class ByteProductTests
{
    /// <summary>Bytes of every value, the extreme ones next to each other: no intermediate sum may saturate.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(64)]
    [InlineData(257)]
    public void Multiply_IsExact_OnEveryPath(int words)
    {
        const int rows = ByteProduct.TileRows, columns = ByteProduct.TileColumns;
        using NativeBuffer<int> left = new(rows * words), panel = new(columns * words), portable = new(rows * columns), native = new(rows * columns);
        sbyte* a = (sbyte*)left.Pointer;
        byte* b = (byte*)panel.Pointer;
        for (int e = 0; e < rows * words * 4; e++) a[e] = (sbyte)(e % 5 == 0 ? -128 : e % 7 == 0 ? 127 : e * 37);
        for (int e = 0; e < columns * words * 4; e++) b[e] = (byte)(e % 3 == 0 ? 255 : e * 29);
        int[] start = [5, -6, 7, 1 << 20, -1 << 20, 0];
        fixed (int* begin = start)
        {
            ByteProduct.Multiply(left.Pointer, words, panel.Pointer, words, begin, native.Pointer, columns);
            ByteProduct.MultiplyPortable(left.Pointer, words, panel.Pointer, words, begin, portable.Pointer, columns);
        }

        for (int r = 0; r < rows; r++)
        {
            for (int j = 0; j < columns; j++)
            {
                int sum = start[r];
                for (int k = 0; k < words * 4; k++) sum += a[r * words * 4 + k] * b[(k / 4 * columns + j) * 4 + k % 4];
                Assert.Equal(sum, portable.Pointer[r * columns + j]);
                Assert.Equal(sum, native.Pointer[r * columns + j]);
            }
        }
    }
}

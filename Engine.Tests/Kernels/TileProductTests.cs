using System.Runtime.InteropServices;
using Engine.Kernels;
using Engine.Tests.Reference;
using Xunit;

namespace Engine.Tests.Kernels;

public sealed unsafe class TileProductTests
{
    // A quiet NaN: its bits survive being moved about as a float.
    private const uint Guard = 0x7FC0_DEAD;

    /// <summary>Depths 0, 1, primes and both sides of a vector; sample counts on both sides of half a panel, a panel and two.</summary>
    public static TheoryData<int, int, bool> Shapes()
    {
        TheoryData<int, int, bool> shapes = new();
        foreach (int depth in new[] { 0, 1, 2, 13, 15, 16, 17, 31, 32, 33, 257 })
        {
            foreach (int columns in new[] { 0, 1, 15, 16, 17, 31, 32, 33, 67 })
            {
                shapes.Add(depth, columns, true);
                shapes.Add(depth, columns, false);
            }
        }

        return shapes;
    }

    [Theory, MemberData(nameof(Shapes))]
    public void Multiply_EqualsTheScalarChainBitForBit(int depth, int columns, bool wide)
    {
        Random random = new(depth * 100 + columns);
        // A row stride above the depth, and a gap behind every result row, filled with guards.
        int stride = depth + 3, panelCount = (columns + TileProduct.PanelWidth - 1) / TileProduct.PanelWidth;
        int resultStride = panelCount * TileProduct.PanelWidth + 5;
        float[] rows = Values(TileProduct.TileRows * stride), samples = Values(columns * depth);
        using NativeBuffer<float> panels = new((long)panelCount * TileProduct.PanelWidth * depth);
        for (int j = 0; j < columns; j++)
        {
            for (int k = 0; k < depth; k++)
                panels.Pointer[((j / TileProduct.PanelWidth * depth) + k) * TileProduct.PanelWidth + j % TileProduct.PanelWidth] = samples[j * depth + k];
        }

        using NativeBuffer<float> result = new(TileProduct.TileRows * resultStride);
        Span<float> all = result.Slice(0, (int)result.Length);
        MemoryMarshal.Cast<float, uint>(all).Fill(Guard);
        fixed (float* first = rows)
            TileProduct.MultiplyAtWidth(first, stride, panels.Pointer, panelCount, depth, result.Pointer, resultStride, wide);

        for (int q = 0; q < TileProduct.TileRows; q++)
        {
            for (int j = 0; j < resultStride; j++)
            {
                float actual = all[q * resultStride + j];
                uint bits = BitConverter.SingleToUInt32Bits(actual);
                // As bits: a signalling NaN that passes through a float constant comes out quiet.
                uint expected = j >= panelCount * TileProduct.PanelWidth ? Guard
                    : BitConverter.SingleToUInt32Bits(j >= columns ? 0.0f : SingleRounding.Chain(rows.AsSpan(q * stride, depth), samples.AsSpan(j * depth, depth)));
                // A column that only fills a panel up holds +0 or -0.
                bool filler = j >= columns && j < panelCount * TileProduct.PanelWidth;
                Assert.True(bits == expected || (filler && actual == 0.0f), $"row {q}, column {j}: {bits:x8}, expected {expected:x8}.");
            }
        }

        float[] Values(int length) => [.. Enumerable.Range(0, length).Select(_ => (float)RandomRows.Normal(random))];
    }
}

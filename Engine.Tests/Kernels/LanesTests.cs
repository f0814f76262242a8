using System.Runtime.Intrinsics;
using Engine.Kernels;
using Xunit;

namespace Engine.Tests.Kernels;

public sealed unsafe class LanesTests
{
    [Fact]
    public void Compress_KeepsTheMarkedLanesInOrder_ForEveryMask()
    {
        float* stored = stackalloc float[2 * Lanes.Width];
        int* storedIds = stackalloc int[2 * Lanes.Width];
        short* storedShorts = stackalloc short[2 * Lanes.Width];
        Vector512<int> ids = Vector512.Create(7) + Vector512<int>.Indices;
        Vector512<float> values = Vector512.ConvertToSingle(ids);
        for (int mask = 0; mask < 1 << Lanes.Width; mask++)
        {
            Vector512<float> keep = LanePasses.Expand((ushort)mask);
            Assert.Equal((ulong)mask, keep.ExtractMostSignificantBits());
            int count = Lanes.Compress(values, keep, stored);
            int shorts = Lanes.Compress(Vector256.Narrow(ids.GetLower(), ids.GetUpper()), Vector256.Narrow(keep.AsInt32().GetLower(), keep.AsInt32().GetUpper()), storedShorts);
            if (count != Lanes.Compress(ids, keep, storedIds) || count != shorts || count != int.PopCount(mask)) Assert.Fail($"mask {mask:X4}: {count} lanes.");
            for (int lane = 0, next = 0; lane < Lanes.Width; lane++)
            {
                if ((mask >> lane & 1) == 0) continue;
                if (storedIds[next] != 7 + lane || stored[next] != 7 + lane || storedShorts[next] != 7 + lane) Assert.Fail($"mask {mask:X4}, lane {lane}: {storedIds[next]}.");
                next++;
            }
        }
    }

    [Fact]
    public void Gather_ReadsEveryIndex()
    {
        float[] source = [.. Enumerable.Range(0, 100).Select(i => i * 0.5f)];
        Vector512<int> indices = (Vector512<int>.Indices * 37 + Vector512.Create(11)) & Vector512.Create(63);
        fixed (float* first = source)
        {
            Vector512<float> gathered = Lanes.Gather(first, indices);
            for (int lane = 0; lane < Lanes.Width; lane++) Assert.Equal(source[indices[lane]], gathered[lane]);
        }
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 16)]
    [InlineData(16, 16)]
    [InlineData(17, 32)]
    public void RoundUp_GivesWholeGroups(int length, int expected) => Assert.Equal(expected, Lanes.RoundUp(length));
}

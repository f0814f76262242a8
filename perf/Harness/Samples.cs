using Engine.Kernels;

namespace Engine.Perf;

/// <summary>Input data that is the same in every run.</summary>
internal static class Samples
{
    private const ulong Seed = 7;

    /// <summary>A buffer of independent N(0, 1) numbers.</summary>
    /// <param name="length">Elements, below 2^31.</param>
    /// <param name="stream">Another stream for every buffer.</param>
    public static NativeBuffer<float> Normals(long length, uint stream)
    {
        var buffer = new NativeBuffer<float>(length);
        new CounterRandom(Seed, stream).FillNormals(buffer.Slice(0, checked((int)length)), 0);
        return buffer;
    }
}

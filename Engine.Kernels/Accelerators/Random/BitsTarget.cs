using ILGPU;

namespace Engine.Kernels;

/// <summary>The random words themselves.</summary>
internal readonly struct BitsTarget(ArrayView<uint> destination) : IRandomTarget
{
    private readonly ArrayView<uint> _destination = destination;

    public long Length => _destination.Length;

    public void Write(long i, uint bits) => _destination[i] = bits;
}

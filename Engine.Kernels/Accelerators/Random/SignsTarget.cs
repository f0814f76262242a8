using ILGPU;

namespace Engine.Kernels;

/// <summary>+1 and -1.</summary>
internal readonly struct SignsTarget(ArrayView<float> destination) : IRandomTarget
{
    private readonly ArrayView<float> _destination = destination;

    public long Length => _destination.Length;

    public void Write(long i, uint bits) => _destination[i] = SignedRow.Apply(1.0f, bits);
}

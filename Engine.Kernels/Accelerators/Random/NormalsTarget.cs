using ILGPU;

namespace Engine.Kernels;

/// <summary>Standard normal numbers.</summary>
internal readonly struct NormalsTarget(ArrayView<float> destination, ArrayView<int> coefficients) : IRandomTarget
{
    private readonly ArrayView<float> _destination = destination;
    private readonly ArrayView<int> _coefficients = coefficients;

    public long Length => _destination.Length;

    public void Write(long i, uint bits) => _destination[i] = NormalTable.FromBits(bits, _coefficients);
}

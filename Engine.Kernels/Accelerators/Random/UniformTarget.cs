using ILGPU;

namespace Engine.Kernels;

/// <summary>Uniform numbers between 0 and 1.</summary>
internal readonly struct UniformTarget(ArrayView<double> destination) : IRandomTarget
{
    private readonly ArrayView<double> _destination = destination;

    public long Length => _destination.Length;

    public void Write(long i, uint bits) => _destination[i] = CounterRandom.ToUniform(bits);
}

using ILGPU;

namespace Engine.Kernels;

/// <summary>Terms x_i.</summary>
internal readonly struct ElementTerms(ArrayView<float> x) : ITerms
{
    private readonly ArrayView<float> _x = x;

    public long Length => _x.Length;

    public double Term(long i) => _x[i];
}

using ILGPU;

namespace Engine.Kernels;

/// <summary>Terms x_i y_i.</summary>
internal readonly struct ProductTerms(ArrayView<float> x, ArrayView<float> y) : ITerms
{
    private readonly ArrayView<float> _x = x;
    private readonly ArrayView<float> _y = y;

    public long Length => _x.Length;

    public double Term(long i) => (double)_x[i] * _y[i];
}

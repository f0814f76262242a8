using ILGPU;

namespace Engine.Kernels;

/// <summary>Terms of S x: value of an entry times the element of x of its column.</summary>
internal readonly struct RowTerms(SparseRows s, ArrayView<float> x) : ITerms
{
    private readonly SparseRows _s = s;
    private readonly ArrayView<float> _x = x;

    public long Length => _s.Ids.Length;

    public double Term(long i) => (double)_s.Values[i] * _x[_s.Ids[i]];
}

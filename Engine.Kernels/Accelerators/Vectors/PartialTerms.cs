using ILGPU;

namespace Engine.Kernels;

/// <summary>Terms that are sums themselves.</summary>
internal readonly struct PartialTerms(ArrayView<double> sums) : ITerms
{
    private readonly ArrayView<double> _sums = sums;

    public long Length => _sums.Length;

    public double Term(long i) => _sums[i];
}

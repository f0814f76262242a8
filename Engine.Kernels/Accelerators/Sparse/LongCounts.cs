using ILGPU;

namespace Engine.Kernels;

/// <summary>Counts stored as 64-bit integers.</summary>
internal readonly struct LongCounts(ArrayView<long> counts) : ICounts
{
    private readonly ArrayView<long> _counts = counts;

    public long Length => _counts.Length;

    public long Count(long i) => _counts[i];
}

using ILGPU;

namespace Engine.Kernels;

/// <summary>Counts stored as 32-bit integers.</summary>
internal readonly struct IntCounts(ArrayView<int> counts) : ICounts
{
    private readonly ArrayView<int> _counts = counts;

    public long Length => _counts.Length;

    public long Count(long i) => _counts[i];
}

using ILGPU;

namespace Engine.Kernels;

/// <summary>Compressed rows as the kernels take them.</summary>
internal readonly struct SparseRows(ArrayView<long> offsets, ArrayView<int> ids, ArrayView<float> values)
{
    /// <summary>Where each row begins, and the number of entries.</summary>
    public readonly ArrayView<long> Offsets = offsets;

    /// <summary>Column of each entry.</summary>
    public readonly ArrayView<int> Ids = ids;

    /// <summary>Value of each entry; empty for a pattern.</summary>
    public readonly ArrayView<float> Values = values;

    /// <summary>Number of entries; there may be room for more.</summary>
    public long Count => Offsets[Offsets.Length - 1];
}

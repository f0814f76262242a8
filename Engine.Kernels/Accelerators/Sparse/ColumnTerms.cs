using ILGPU;

namespace Engine.Kernels;

/// <summary>Terms of Sᵀ x, by column: value of an entry times the element of x of its row.</summary>
internal readonly struct ColumnTerms(ArrayView<long> entries, ArrayView<int> rowIds, ArrayView<float> values, ArrayView<float> x) : ITerms
{
    private readonly ArrayView<long> _entries = entries;
    private readonly ArrayView<int> _rowIds = rowIds;
    private readonly ArrayView<float> _values = values;
    private readonly ArrayView<float> _x = x;

    public long Length => _rowIds.Length;

    public double Term(long i) => (double)_values[_entries[i]] * _x[_rowIds[i]];
}

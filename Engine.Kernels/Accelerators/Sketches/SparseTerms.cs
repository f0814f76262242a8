using ILGPU;

namespace Engine.Kernels;

/// <summary>What sparse vectors add to a sketch with q entries a column: term e q + t is entry e of the vectors times entry t of its column.</summary>
internal readonly struct SparseTerms(int vectors, ArrayView<long> offsets, ArrayView<int> ids, ArrayView<float> values, ArrayView<uint> codes, int nonZeros)
{
    private readonly ArrayView<long> _offsets = offsets;
    private readonly ArrayView<int> _ids = ids;
    private readonly ArrayView<float> _values = values;
    private readonly ArrayView<uint> _codes = codes;
    private readonly int _nonZeros = nonZeros;

    public int Vectors { get; } = vectors;

    /// <summary>First term of a vector.</summary>
    public long Begin(int vector) => _offsets[vector] * _nonZeros;

    /// <summary>The term behind the last one of a vector.</summary>
    public long End(int vector) => _offsets[vector + 1] * _nonZeros;

    /// <summary>Row and sign of a term.</summary>
    public uint Code(long term) => _codes[(long)_ids[term / _nonZeros] * _nonZeros + term % _nonZeros];

    /// <summary>The element of the vector.</summary>
    public float Value(long term) => _values[term / _nonZeros];
}

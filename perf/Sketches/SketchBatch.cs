using Engine.Kernels;

namespace Engine.Perf;

/// <summary>Vectors to sketch and the memory they fill.</summary>
internal sealed class SketchBatch : IDisposable
{
    private readonly NativeBuffer<float> _values;
    private readonly NativeBuffer<int>? _ids;
    private readonly NativeBuffer<long>? _offsets;
    private readonly int _length;
    private readonly int _stored;

    /// <summary>Draws the vectors.</summary>
    /// <param name="count">n.</param>
    /// <param name="length">N.</param>
    /// <param name="spacing">1 for dense vectors; else one place of every so many holds a number.</param>
    /// <param name="stream">Another stream for every batch.</param>
    public SketchBatch(int count, int length, int spacing, uint stream)
    {
        Count = count;
        _length = length;
        _stored = length / spacing;
        _values = Samples.Normals((long)count * _stored, stream);
        if (spacing == 1) return;
        _ids = new NativeBuffer<int>(_values.Length);
        _offsets = new NativeBuffer<long>(count + 1L);
        Span<int> ids = _ids.Slice(0, (int)_values.Length);
        Span<long> offsets = _offsets.Slice(0, count + 1);
        // Some place of each stretch, another one each time.
        for (int e = 0; e < ids.Length; e++) ids[e] = e % _stored * spacing + (int)((uint)(e * 2654435761L) % spacing);
        for (int i = 0; i <= count; i++) offsets[i] = (long)i * _stored;
    }

    /// <summary>n.</summary>
    public int Count { get; }

    /// <summary>Bytes of the vectors: values, and ids and offsets of sparse ones.</summary>
    public long Bytes => _values.Bytes + (_ids?.Bytes ?? 0) + (_offsets?.Bytes ?? 0);

    /// <summary>What a sketch takes.</summary>
    public VectorBatch Vectors => _ids is null
        ? VectorBatch.Dense(_values.Slice(0, (int)_values.Length), _length)
        : VectorBatch.Sparse(_offsets!.Slice(0, Count + 1), _ids.Slice(0, (int)_ids.Length), _values.Slice(0, (int)_values.Length), _length);

    /// <summary>||x_i||₂².</summary>
    public double SquaredNorm(int i)
    {
        double sum = 0;
        foreach (float x in _values.Slice((long)i * _stored, _stored)) sum += (double)x * x;
        return sum;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _values.Dispose();
        _ids?.Dispose();
        _offsets?.Dispose();
    }
}

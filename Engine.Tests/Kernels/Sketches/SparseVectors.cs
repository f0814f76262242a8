using Engine.Kernels;

namespace Engine.Tests.Kernels.Sketches;

/// <summary>Random vectors with few non-zeros, in both forms.</summary>
internal sealed class SparseVectors
{
    private readonly int _length;
    private readonly List<long> _offsets = [0];
    private readonly List<int> _ids = [];
    private readonly List<float> _values = [];

    private SparseVectors(int length) => _length = length;

    internal VectorBatch Batch => VectorBatch.Sparse(_offsets.ToArray(), _ids.ToArray(), _values.ToArray(), _length);

    /// <summary>About a tenth of the elements; the first vector has none.</summary>
    internal static SparseVectors Create(int count, int length, uint stream)
    {
        SparseVectors vectors = new(length);
        CounterRandom random = new(79, stream);
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j < length; j++)
            {
                ulong element = 2 * ((ulong)i * (uint)length + (uint)j);
                if (i == 0 || random.Uniform(element) > 0.1) continue;
                vectors._ids.Add(j);
                vectors._values.Add(random.Normal(element + 1));
            }

            vectors._offsets.Add(vectors._ids.Count);
        }

        return vectors;
    }

    internal float[] Dense()
    {
        float[] dense = new float[(_offsets.Count - 1) * _length];
        for (int i = 0; i + 1 < _offsets.Count; i++)
        {
            for (long e = _offsets[i]; e < _offsets[i + 1]; e++) dense[i * _length + _ids[(int)e]] = _values[(int)e];
        }

        return dense;
    }
}

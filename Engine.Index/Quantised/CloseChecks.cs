namespace Engine.Indexing;

/// <summary>Pairs that wait for their canonical product, eight at a time; those above the threshold get their bit set.</summary>
internal sealed unsafe class CloseChecks
{
    private const int Batch = CanonicalProduct.Batch;

    private readonly int _dimension;
    private readonly float _threshold;
    private readonly nint[] _points = new nint[Batch], _queries = new nint[Batch], _words = new nint[Batch];
    private readonly int[] _lanes = new int[Batch];
    private int _waiting;

    /// <summary>For points of a dimension.</summary>
    public CloseChecks(int dimension, float threshold) => (_dimension, _threshold) = (dimension, threshold);

    /// <summary>Pairs so far.</summary>
    public long Count { get; private set; }

    /// <summary>One pair; the memory stays where it is until <see cref="Flush"/>.</summary>
    public void Add(float* point, float* query, uint* word, int lane)
    {
        (_points[_waiting], _queries[_waiting], _words[_waiting], _lanes[_waiting]) = ((nint)point, (nint)query, (nint)word, lane);
        Count++;
        if (++_waiting == Batch) Flush();
    }

    /// <summary>Decides what waits.</summary>
    public void Flush()
    {
        if (_waiting == 0) return;
        float** points = stackalloc float*[Batch], queries = stackalloc float*[Batch];
        float* scores = stackalloc float[Batch];
        for (int j = 0; j < Batch; j++)
        {
            // A batch that is not full repeats its first pair.
            int from = j < _waiting ? j : 0;
            points[j] = (float*)_points[from];
            queries[j] = (float*)_queries[from];
        }

        CanonicalProduct.OfEight(points, queries, _dimension, scores);
        for (int j = 0; j < _waiting; j++)
        {
            if (scores[j] > _threshold) *(uint*)_words[j] |= 1u << _lanes[j];
        }

        _waiting = 0;
    }
}

namespace Engine.Kernels;

/// <summary>Checks the shapes of a call, pins its memory for as long as it runs, and shares its items among a team.</summary>
/// <param name="team">The team.</param>
/// <param name="body">Does one item, reading <see cref="Left"/>, <see cref="Right"/> and <see cref="Result"/>.</param>
internal sealed unsafe class BatchLaunch(WorkerTeam team, Action<int, int> body)
{
    /// <summary>The vectors, or the left factors.</summary>
    public BatchView Left { get; private set; }

    /// <summary>The right factors; empty when there are none.</summary>
    public BatchView Right { get; private set; }

    /// <summary>Where the results go.</summary>
    public float* Result { get; private set; }

    /// <summary>Elements from one result to the next.</summary>
    public long ResultStride { get; private set; }

    /// <summary>Where the result of vector i goes.</summary>
    public float* Row(long i) => Result + i * ResultStride;

    /// <summary>Runs a call with one input.</summary>
    /// <param name="vectors">n vectors.</param>
    /// <param name="columns">Their required length.</param>
    /// <param name="result">Must have n <paramref name="rows"/> elements.</param>
    /// <param name="rows">s.</param>
    /// <param name="items">Number of items to share.</param>
    public void Run(VectorBatch vectors, int columns, Span<float> result, int rows, int items)
    {
        RequireLength(vectors, columns, nameof(vectors));
        RequireResult(vectors.Count, rows, result);
        fixed (float* values = vectors.Values, destination = result)
        fixed (long* offsets = vectors.Offsets)
        fixed (int* ids = vectors.Ids)
        {
            Left = new BatchView(values, offsets, ids, vectors.Count, vectors.Length, vectors.Length);
            Share(destination, rows, items);
        }
    }

    /// <summary>Runs a call with two inputs of n vectors each.</summary>
    public void Run(VectorBatch left, int leftLength, VectorBatch right, int rightLength, Span<float> result, int rows)
    {
        RequireLength(left, leftLength, nameof(left));
        RequireLength(right, rightLength, nameof(right));
        if (left.Count != right.Count)
            throw new ArgumentException($"left.Count == right.Count does not hold: left.Count={left.Count}, right.Count={right.Count}.", nameof(right));
        RequireResult(left.Count, rows, result);
        fixed (float* leftValues = left.Values, rightValues = right.Values, destination = result)
        fixed (long* leftOffsets = left.Offsets, rightOffsets = right.Offsets)
        fixed (int* leftIds = left.Ids, rightIds = right.Ids)
        {
            Left = new BatchView(leftValues, leftOffsets, leftIds, left.Count, left.Length, left.Length);
            Right = new BatchView(rightValues, rightOffsets, rightIds, right.Count, right.Length, right.Length);
            Share(destination, rows, left.Count);
        }
    }

    /// <summary>Runs a call whose shapes are checked and whose memory stays in place.</summary>
    /// <param name="left">The vectors, or the left factors.</param>
    /// <param name="right">The right factors; default when there are none.</param>
    /// <param name="result">Where the result of vector 0 goes.</param>
    /// <param name="resultStride">Elements from one result to the next.</param>
    /// <param name="items">Number of items to share.</param>
    public void Run(BatchView left, BatchView right, float* result, long resultStride, int items)
    {
        Left = left;
        Right = right;
        Share(result, resultStride, items);
    }

    private void Share(float* result, long resultStride, int items)
    {
        Result = result;
        ResultStride = resultStride;
        try
        {
            team.Run(items, body);
        }
        finally
        {
            Left = Right = default;
            Result = null;
        }
    }

    private static void RequireLength(VectorBatch vectors, int length, string name)
    {
        if (vectors.Length != length)
            throw new ArgumentException($"{name}.Length == {length} does not hold: {name}.Length={vectors.Length}.", name);
    }

    private static void RequireResult(int count, int rows, Span<float> result)
    {
        if (result.Length != (long)count * rows)
            throw new ArgumentException($"result.Length == vectors * rows does not hold: result.Length={result.Length}, vectors={count}, rows={rows}.", nameof(result));
    }
}

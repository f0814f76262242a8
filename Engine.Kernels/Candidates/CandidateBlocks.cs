namespace Engine.Kernels;

/// <summary>The state of sparse training: candidate lists of all neurons, and the passes over them.</summary>
/// <remarks>
/// Invariants between passes: every pair with z &gt; b is on its neuron's list; a list's scores are those of w_r = w_r(0) + sum_i c_ri x_i up
/// to the rounding of one update per step since the list was chosen.
/// </remarks>
internal sealed unsafe class CandidateBlocks : IDisposable
{
    private readonly CandidateProblem _problem;
    private readonly WorkerTeam _team;
    private readonly CandidateShard[] _shards;
    private readonly CandidateScratch[] _scratch;
    private readonly double[] _normParts;

    /// <summary>Lays out the shards; no list is chosen yet.</summary>
    /// <param name="problem">What the passes read.</param>
    /// <param name="expectedFraction">Expected share of pairs on the lists, to size the first arena; too small only costs copies.</param>
    /// <param name="expectedColdFraction">The same for the cold lists, where the problem keeps them.</param>
    /// <param name="team">Who does the work.</param>
    public CandidateBlocks(CandidateProblem problem, double expectedFraction, double expectedColdFraction, WorkerTeam team)
    {
        _problem = problem;
        _team = team;
        PackedRows samples = problem.Samples;
        NeuronRange[] ranges = NeuronRange.Cut(problem.Width, problem.Outputs, problem.Grouped);
        double groupsPerNeuron = samples.Count * expectedFraction / Lanes.Width + 0.6, coldGroupsPerNeuron = samples.Count * expectedColdFraction / Lanes.Width + 0.6;
        _shards = Array.ConvertAll(ranges, range => new CandidateShard(
            range.First, range.Count, range.FirstOutput, range.OutputCount, samples.Count,
            (int)Math.Min(int.MaxValue, range.Count * groupsPerNeuron * 1.1), problem.Regularised,
            problem.ColdBand > 0 ? new ColdLists(range.Count, (int)Math.Min(int.MaxValue, range.Count * coldGroupsPerNeuron * 1.1)) : null));
        _scratch = new CandidateScratch[team.Size];
        for (int t = 0; t < _scratch.Length; t++)
            _scratch[t] = new CandidateScratch(samples.PaddedCount, samples.Dimension, samples.PaddedDimension);
        _normParts = new double[_shards.Length];
    }

    /// <summary>What the last <see cref="Preprocess"/> or <see cref="Step"/> did.</summary>
    public PassCounts Counts { get; private set; }

    /// <summary>Bytes held by lists and partial outputs.</summary>
    public long Bytes => _shards.Sum(shard => shard.Bytes);

    /// <summary>The shards, in neuron order.</summary>
    public IReadOnlyList<CandidateShard> Shards => _shards;

    /// <summary>Scores every pair once and chooses every list: 2 m n d operations, the only work of that size.</summary>
    /// <exception cref="OperationCanceledException">Cancelled; the blocks are not usable then.</exception>
    public void Preprocess(CancellationToken cancellation)
    {
        _team.Run(_shards.Length, ChooseAll, cancellation);
        AddUpCounts();
    }

    /// <summary>Moves all weights along a direction and brings scores, lists and outputs up to date.</summary>
    public void Step(StepMove move)
    {
        _team.Run(_shards.Length, (worker, item) => StepPass.Run(_problem, _shards[item], _scratch[worker], move));
        AddUpCounts();
    }

    /// <summary>f at the present point, after <see cref="Preprocess"/> or <see cref="Step"/>.</summary>
    /// <param name="outputs">(K, n).</param>
    public void ReadOutputs(double[] outputs) => AddUpOutputs(outputs, _problem.OutputScale);

    /// <summary>J J^T v at the present point. The partial outputs are overwritten.</summary>
    /// <param name="vectors">v, (K, n rounded up to 32).</param>
    /// <param name="result">(K, n).</param>
    public void ApplyGram(NativeBuffer<float> vectors, double[] result)
    {
        float* v = vectors.Pointer;
        long stride = _problem.Samples.PaddedCount;
        _team.Run(_shards.Length, (worker, item) => GramPass.ApplyGram(_problem, _shards[item], _scratch[worker], v, stride));
        AddUpOutputs(result, _problem.OutputScale * _problem.OutputScale);
    }

    /// <summary>J (W - W(0)) at the present point. The partial outputs are overwritten.</summary>
    /// <param name="result">(K, n).</param>
    /// <returns>|W - W(0)|^2.</returns>
    public double ApplyDisplacement(double[] result)
    {
        _team.Run(_shards.Length, (worker, item) => _normParts[item] = GramPass.ApplyDisplacement(_problem, _shards[item], _scratch[worker]));
        AddUpOutputs(result, _problem.OutputScale);
        return _normParts.Sum();
    }

    /// <summary>Reads the fire sets, one element per shard.</summary>
    public void CollectFired(FiredRows[] fired) =>
        _team.Run(_shards.Length, (_, item) => fired[item].Collect(_shards[item], _problem.Shift));

    /// <summary>Writes W = W(0) + C X.</summary>
    /// <param name="destination">(m, d); may be W(0) itself, after which these blocks are no longer usable.</param>
    public void Materialise(NativeBuffer<float> destination)
    {
        int d = _problem.Samples.Dimension;
        _team.Run(_shards.Length, (worker, item) =>
        {
            CandidateShard shard = _shards[item];
            for (int local = 0; local < shard.Count; local++)
            {
                float* row = _scratch[worker].Weights;
                CandidateLists.Weights(_problem, shard, local, row);
                new ReadOnlySpan<float>(row, d).CopyTo(destination.Slice((long)(shard.FirstNeuron + local) * d, d));
            }
        });
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (CandidateShard shard in _shards) shard.Dispose();
        foreach (CandidateScratch scratch in _scratch) scratch.Dispose();
    }

    private void ChooseAll(int worker, int item)
    {
        CandidateShard shard = _shards[item];
        shard.Counts = default;
        shard.ClearOutputs();
        int* locals = stackalloc int[TileProduct.TileRows];
        for (int first = 0; first < shard.Count; first += TileProduct.TileRows)
        {
            int count = Math.Min(TileProduct.TileRows, shard.Count - first);
            for (int q = 0; q < count; q++) locals[q] = first + q;
            CandidateLists.Choose(_problem, shard, _scratch[worker], locals, count);
            for (int q = 0; q < count; q++) StepPass.Fire(_problem, shard, first + q);
        }
    }

    private void AddUpCounts()
    {
        PassCounts total = default;
        foreach (CandidateShard shard in _shards) total.Add(shard.Counts);
        Counts = total;
    }

    private void AddUpOutputs(double[] outputs, double scale)
    {
        int n = _problem.Samples.Count;
        Array.Clear(outputs);
        foreach (CandidateShard shard in _shards)
        {
            for (int k = 0; k < shard.OutputCount; k++)
            {
                Span<double> sum = outputs.AsSpan((shard.FirstOutput + k) * n, n);
                double* part = shard.Outputs + (long)k * n;
                for (int i = 0; i < n; i++) sum[i] += part[i];
            }
        }

        for (int i = 0; i < outputs.Length; i++) outputs[i] *= scale;
    }
}

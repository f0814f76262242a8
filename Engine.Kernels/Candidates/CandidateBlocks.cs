namespace Engine.Kernels;

/// <summary>The state of sparse training: candidate lists of all neurons, and the passes over them.</summary>
/// <remarks>
/// Invariants between passes: every pair with z &gt; b is on its neuron's list; a list's scores are those of w_r = w_r(0) + sum_i c_ri x_i up
/// to the rounding of one update per step since the list was chosen.
/// </remarks>
internal sealed unsafe class CandidateBlocks : ITrainingPoint
{
    // A candidate is a score, a coefficient and an id.
    private const int CandidateBytes = CandidateShard.GroupFloats / Lanes.Width * sizeof(float);

    private readonly CandidateProblem _problem;
    private readonly WorkerTeam _team;
    private readonly NeuronRange[] _ranges;
    private readonly CandidateShard[] _shards;
    private readonly CandidateScratch[] _scratch;
    private readonly Displacement[] _normParts;

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
        _ranges = NeuronRange.Cut(problem.Width, problem.Outputs, problem.Grouped);
        double groupsPerNeuron = samples.Count * expectedFraction / Lanes.Width + 0.6, coldGroupsPerNeuron = samples.Count * expectedColdFraction / Lanes.Width + 0.6;
        _shards = Array.ConvertAll(_ranges, range => new CandidateShard(
            range.First, range.Count, range.FirstOutput, range.OutputCount, samples.Count,
            (int)Math.Min(int.MaxValue, range.Count * groupsPerNeuron * 1.1), problem.Regularised,
            problem.ColdBand > 0 ? new ColdLists(range.Count, (int)Math.Min(int.MaxValue, range.Count * coldGroupsPerNeuron * 1.1)) : null));
        _scratch = new CandidateScratch[team.Size];
        for (int t = 0; t < _scratch.Length; t++)
            _scratch[t] = new CandidateScratch(samples.PaddedCount, samples.Dimension, samples.PaddedDimension);
        _normParts = new Displacement[_shards.Length];
    }

    /// <inheritdoc/>
    public IReadOnlyList<NeuronRange> Ranges => _ranges;

    /// <inheritdoc/>
    /// <remarks>Scores are updated, not recomputed: one rounding a step. This keeps the sum of them below 100 units.</remarks>
    public int RefreshPeriod => 100;

    /// <inheritdoc/>
    public PassCounts Counts { get; private set; }

    /// <inheritdoc/>
    /// <remarks>All neurons are looked at. A row of scores reads the neuron's weights and all samples; cold lists are not in the bytes.</remarks>
    public PassWork Work { get; private set; }

    /// <summary>Bytes held by lists and partial outputs.</summary>
    public long Bytes => _shards.Sum(shard => shard.Bytes);

    /// <summary>The shards, in neuron order.</summary>
    public IReadOnlyList<CandidateShard> Shards => _shards;

    /// <inheritdoc/>
    /// <remarks>Chooses every list: the only work of that size.</remarks>
    public void Preprocess(CancellationToken cancellation)
    {
        _team.Run(_shards.Length, ChooseAll, cancellation);
        AddUpCounts(rows: _problem.Width);
    }

    /// <inheritdoc/>
    public void Step(StepMove move)
    {
        _team.Run(_shards.Length, (worker, item) => StepPass.Run(_problem, _shards[item], _scratch[worker], move));
        AddUpCounts(rows: null);
    }

    /// <summary>One worker's scratch memory.</summary>
    public CandidateScratch Scratch(int worker) => _scratch[worker];

    /// <summary>Reads fire sets and outputs of the present point off the scores; nothing moves.</summary>
    public void Evaluate()
    {
        _team.Run(_shards.Length, (_, item) =>
        {
            CandidateShard shard = _shards[item];
            shard.ClearOutputs();
            shard.Counts = default;
            for (int local = 0; local < shard.Count; local++) StepPass.Fire(_problem, shard, local);
        });
        AddUpCounts(rows: 0);
    }

    /// <inheritdoc/>
    public void ReadOutputs(double[] outputs) => AddUpOutputs(outputs, _problem.OutputScale);

    /// <inheritdoc/>
    public void ApplyGram(NativeBuffer<float> vectors, double[] result)
    {
        float* v = vectors.Pointer;
        long stride = _problem.Samples.PaddedCount;
        _team.Run(_shards.Length, (worker, item) => GramPass.ApplyGram(_problem, _shards[item], _scratch[worker], v, stride));
        AddUpOutputs(result, _problem.OutputScale * _problem.OutputScale);
    }

    /// <inheritdoc/>
    public Displacement ApplyDisplacement(double[] result)
    {
        _team.Run(_shards.Length, (worker, item) => _normParts[item] = GramPass.ApplyDisplacement(_problem, _shards[item], _scratch[worker]));
        AddUpOutputs(result, _problem.OutputScale);
        return Displacement.Sum(_normParts);
    }

    /// <inheritdoc/>
    public void CollectFired(FiredRows[] fired) =>
        _team.Run(_shards.Length, (_, item) => fired[item].Collect(_shards[item], _problem.Shift));

    /// <inheritdoc/>
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

    /// <param name="rows">Rows of scores computed; null when they are the refreshes.</param>
    private void AddUpCounts(long? rows)
    {
        PassCounts total = default;
        foreach (CandidateShard shard in _shards) total.Add(shard.Counts);
        Counts = total;
        long scored = rows ?? total.Refreshes, n = _problem.Samples.Count, d = _problem.Samples.Dimension;
        Work = new PassWork(
            DueNeurons: _problem.Width, InnerProducts: scored * n,
            Bytes: total.Candidates * CandidateBytes + scored * (n + 1) * d * sizeof(float));
    }

    private void AddUpOutputs(double[] outputs, double scale)
    {
        int n = _problem.Samples.Count;
        PartialOutputs.AddUp(_ranges, n, item => new ReadOnlySpan<double>(_shards[item].Outputs, _shards[item].OutputCount * n), scale, outputs);
    }
}

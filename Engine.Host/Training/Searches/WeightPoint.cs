using Engine.Kernels;

namespace Engine;

/// <summary>A point that holds its weights: fire sets by a search, outputs and steps over the fired pairs alone, d multiplications each.</summary>
/// <remarks>
/// z is computed anew from w_r for every pair that fires, with the bits the search compared; w_r is written for the neurons that move, and only of those the
/// search is told. Parts of the neurons have a search each and work at once; outputs are added up by <see cref="NeuronRange"/>, so bits do not depend on the team.
/// Reference: the training loops of arXiv 2110.04622 and 2211.14227.
/// </remarks>
internal sealed unsafe class WeightPoint : ITrainingPoint
{
    // Every part's search has samples of its own; a span holds fewer numbers than 2^31.
    private const int UsualParts = 8;
    private const long MostWeights = 1L << 30;

    private readonly CandidateProblem _problem;
    private readonly WorkerTeam _team;
    private readonly NeuronRange[] _cut;
    private readonly NeuronPart[] _parts;
    private readonly WeightRange[] _ranges;
    private readonly NativeBuffer<float> _weights;
    private readonly NativeBuffer<float>? _steps;
    private readonly PassScratch[] _scratch;
    private readonly Displacement[] _normParts;

    /// <summary>Takes the memory; nothing is searched yet.</summary>
    /// <param name="problem">Samples, W(0), wiring and threshold.</param>
    /// <param name="create">Makes the finder of one part.</param>
    /// <param name="team">Who does the work.</param>
    public WeightPoint(CandidateProblem problem, Func<IFireFinder> create, WorkerTeam team)
    {
        (_problem, _team) = (problem, team);
        _cut = NeuronRange.Cut(problem.Width, problem.Outputs, problem.Grouped);
        _weights = new NativeBuffer<float>(problem.Weights.Length);
        _steps = problem.Regularised ? new NativeBuffer<float>(problem.Weights.Length) : null;
        int parts = PartCount(_cut.Length, problem.Weights.Length);
        _parts = new NeuronPart[parts];
        _ranges = new WeightRange[_cut.Length];
        for (int p = 0; p < parts; p++)
        {
            NeuronRange[] own = _cut[FirstRange(p)..FirstRange(p + 1)];
            _parts[p] = new NeuronPart(own[0].First, own.Sum(range => range.Count), create());
            for (int q = 0; q < own.Length; q++) _ranges[FirstRange(p) + q] = new WeightRange(problem, own[q], _parts[p], _weights, _steps);
        }

        _scratch = new PassScratch[team.Size];
        for (int t = 0; t < _scratch.Length; t++) _scratch[t] = new PassScratch(problem.Samples.Count, problem.Samples.Dimension);
        _normParts = new Displacement[_ranges.Length];
    }

    /// <inheritdoc/>
    public IReadOnlyList<NeuronRange> Ranges => _cut;

    /// <inheritdoc/>
    /// <remarks>Scores of pairs that fire are computed anew in every step.</remarks>
    public int RefreshPeriod => int.MaxValue;

    /// <inheritdoc/>
    public PassCounts Counts { get; private set; }

    /// <inheritdoc/>
    public PassWork Work { get; private set; }

    /// <summary>How many searches share the neurons.</summary>
    /// <param name="ranges">Ranges of neurons.</param>
    /// <param name="weights">m d.</param>
    public static int PartCount(int ranges, long weights) => (int)Math.Clamp(Math.Max(UsualParts, 2 * weights / MostWeights), 1, ranges);

    /// <inheritdoc/>
    public void Preprocess(CancellationToken cancellation)
    {
        _team.Run(_parts.Length, (_, item) =>
        {
            NeuronPart part = _parts[item];
            Span<float> weights = Rows(_weights, part);
            Rows(_problem.Weights, part).CopyTo(weights);
            part.Start(weights);
        }, cancellation);
        Evaluate();
    }

    /// <inheritdoc/>
    public void Step(StepMove move)
    {
        if (move.FromBase)
        {
            foreach (NeuronPart part in _parts) part.Rebase();
        }

        _team.Run(_ranges.Length, (worker, item) => _ranges[item].Move(_scratch[worker], move));
        _team.Run(_parts.Length, (_, item) => _parts[item].Find(Rows(_weights, _parts[item])));
        Evaluate();
    }

    /// <inheritdoc/>
    public void ReadOutputs(double[] outputs) => AddUpOutputs(outputs, _problem.OutputScale);

    /// <inheritdoc/>
    public void ApplyGram(NativeBuffer<float> vectors, double[] result)
    {
        float* v = vectors.Pointer;
        long stride = _problem.Samples.PaddedCount;
        _team.Run(_ranges.Length, (worker, item) => _ranges[item].ApplyGram(v, stride, _scratch[worker]));
        AddUpOutputs(result, _problem.OutputScale * _problem.OutputScale);
    }

    /// <inheritdoc/>
    public Displacement ApplyDisplacement(double[] result)
    {
        _team.Run(_ranges.Length, (worker, item) => _normParts[item] = _ranges[item].ApplyDisplacement(_scratch[worker]));
        AddUpOutputs(result, _problem.OutputScale);
        return Displacement.Sum(_normParts);
    }

    /// <inheritdoc/>
    public void CollectFired(FiredRows[] fired) => _team.Run(_ranges.Length, (_, item) => _ranges[item].Collect(fired[item]));

    /// <inheritdoc/>
    public void Materialise(NativeBuffer<float> destination)
    {
        foreach (NeuronPart part in _parts) Rows(_weights, part).CopyTo(Rows(destination, part));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (WeightRange range in _ranges) range.Dispose();
        foreach (NeuronPart part in _parts) part.Dispose();
        foreach (PassScratch scratch in _scratch) scratch.Dispose();
        _weights.Dispose();
        _steps?.Dispose();
    }

    private int FirstRange(int part) => (int)((long)part * _cut.Length / _parts.Length);

    private Span<float> Rows(NativeBuffer<float> matrix, NeuronPart part) =>
        matrix.Slice((long)part.First * _problem.Samples.Dimension, part.Count * _problem.Samples.Dimension);

    /// <summary>Outputs, counts and work of the present point.</summary>
    private void Evaluate()
    {
        _team.Run(_ranges.Length, (worker, item) => _ranges[item].Evaluate(_scratch[worker]));
        PassCounts counts = default;
        PassWork work = default;
        foreach (WeightRange range in _ranges)
        {
            counts.Add(range.Counts);
            work += new PassWork(ForwardProducts: range.Counts.Fires, BackwardProducts: range.Backward);
        }

        foreach (NeuronPart part in _parts) work += part.Work;
        (Counts, Work) = (counts, work);
    }

    private void AddUpOutputs(double[] outputs, double scale) =>
        PartialOutputs.AddUp(_cut, _problem.Samples.Count, item => _ranges[item].Outputs, scale, outputs);
}

namespace Engine.Kernels;

/// <summary>Keeps W + C^T H with C pending: a step is appended, a query applies both, a flush folds C^T H into W. The lazy low-rank maintenance of arXiv 2112.07628.</summary>
/// <remarks>
/// UPDATE appends n columns in the paper; as the n columns h_j are the same in every step, ours are added to those already there: pending memory and queries cost what
/// the union of fire sets costs. <see cref="Rank"/> counts columns as the paper does.
/// </remarks>
internal sealed unsafe class LowRankForm : ITrainedMatrix
{
    private readonly WorkerTeam _team;
    private readonly PanelWeights _weights;
    private readonly InputGram _gram;
    private readonly LayerScores _scores;
    private readonly StepSum _pending;
    private readonly int _rankThreshold;
    private DenseFold? _dense;
    private double _waited;

    /// <summary>Copies W(0).</summary>
    /// <param name="start">W(0), row-major (m, p).</param>
    /// <param name="units">m.</param>
    /// <param name="inputs">H.</param>
    /// <param name="team">Who does the work.</param>
    /// <param name="rankThreshold">Rank from which a step is followed by a flush; 0 flushes when pending factors have cost queries as much as folding them costs.</param>
    public LowRankForm(NativeBuffer<float> start, int units, ActiveRows inputs, WorkerTeam team, int rankThreshold = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rankThreshold);
        (_team, _rankThreshold, Units, Inputs) = (team, rankThreshold, units, inputs);
        _weights = new PanelWeights(start, units, inputs, team);
        _gram = new InputGram(inputs, team);
        _scores = new LayerScores(units, inputs.Count, team);
        _pending = new StepSum(inputs.Count, units, team);
        Work = new LayerWork((long)units * inputs.Width + InputGram.WorkFor(inputs.Count, inputs.Entries), 0, 0, 0);
    }

    /// <inheritdoc/>
    public int Units { get; }

    /// <inheritdoc/>
    public ActiveRows Inputs { get; }

    /// <inheritdoc/>
    public InputGram? Kernel => _gram;

    /// <inheritdoc/>
    public LayerWork Work { get; private set; }

    /// <summary>Columns appended since the last flush.</summary>
    public int Rank { get; private set; }

    /// <summary>How dense folds multiply; null leaves it to <see cref="FastGemmPlan.For"/>.</summary>
    public FastGemmPlan? Plan { get; init; }

    /// <summary>Whether to fold by a dense product; null for what costs less.</summary>
    public bool? FoldsDensely { get; init; }

    /// <summary>Bytes held for m units, p inputs and n samples, steps and dense folds apart.</summary>
    public static long BytesFor(int units, int width, int samples) => ScatterForm.BytesFor(units, width, samples) + InputGram.BytesFor(samples);

    /// <inheritdoc/>
    public void CollectAbove(float threshold, ActiveRows above)
    {
        _weights.Score(_scores);
        if (Rank > 0) _scores.Add(_gram, _pending.Rows, 1);
        _scores.CollectAbove(threshold, above);
        long pending = (Inputs.Count + 1) * _pending.Rows.Entries;
        _waited += pending * LayerCosts.Gram;
        Work = Work with { Query = Work.Query + Units * (Inputs.Entries + Inputs.Count) + pending };
    }

    /// <summary>z = (W + C^T H) y for any sparse y. m multiplications for every entry of y, and those of C and H.</summary>
    /// <param name="ids">Active input units, ascending; all p of them for a dense y.</param>
    /// <param name="values">Their values.</param>
    /// <param name="z">m scores, overwritten.</param>
    public void Apply(ReadOnlySpan<int> ids, ReadOnlySpan<float> values, Span<float> z)
    {
        _weights.Multiply(ids, values, z);
        var dense = new float[Inputs.Width];
        for (int q = 0; q < ids.Length; q++) dense[ids[q]] = values[q];
        for (int j = 0; j < Inputs.Count && Rank > 0; j++)
        {
            float product = 0;
            for (int q = 0; q < Inputs.Ids(j).Length; q++) product = MathF.FusedMultiplyAdd(Inputs.Values(j)[q], dense[Inputs.Ids(j)[q]], product);
            ReadOnlySpan<int> units = _pending.Rows.Ids(j);
            for (int q = 0; q < units.Length; q++) z[units[q]] = MathF.FusedMultiplyAdd(product, _pending.Rows.Values(j)[q], z[units[q]]);
        }

        Work = Work with { Query = Work.Query + Units * (long)ids.Length + (Rank > 0 ? Inputs.Entries + _pending.Rows.Entries : 0) };
    }

    /// <inheritdoc/>
    public void Add(ActiveRows v, float length)
    {
        _pending.Add(v, length);
        Rank += Inputs.Count;
        Work = Work with { Update = Work.Update + v.Entries };
        if (_rankThreshold > 0 ? Rank >= _rankThreshold : _waited >= Math.Min(ScatterCost, DenseCost)) Flush();
    }

    /// <summary>W += C^T H, and C = 0: by scattering sparse outer products or by a dense product, whichever costs less.</summary>
    public void Flush()
    {
        if (Rank == 0) return;
        if (FoldsDensely ?? DenseCost < ScatterCost)
        {
            _dense ??= new DenseFold(_weights, Units, Inputs, _team);
            long before = _dense.Multiplications;
            _dense.Add(_pending.Rows, Plan);
            Work = Work with { Flush = Work.Flush + _dense.Multiplications - before + (long)Units * Inputs.Width };
        }
        else
        {
            _weights.Add(_pending.Rows, 1);
            Work = Work with { Flush = Work.Flush + OuterProducts.WorkFor(_pending.Rows, Inputs) };
        }

        _pending.Clear();
        (Rank, _waited) = (0, 0);
    }

    /// <inheritdoc/>
    public void Materialise(Span<float> weights)
    {
        Flush();
        _weights.CopyTo(weights);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _weights.Dispose();
        _gram.Dispose();
        _scores.Dispose();
        _dense?.Dispose();
    }

    private double ScatterCost => LayerCosts.Scatter * OuterProducts.WorkFor(_pending.Rows, Inputs);

    private double DenseCost => (double)Units * Inputs.Width * (LayerCosts.Move + LayerCosts.Dense * Inputs.Count);
}

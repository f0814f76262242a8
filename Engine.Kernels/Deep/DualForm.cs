namespace Engine.Kernels;

/// <summary>Keeps Z = H W^T (m x n) instead of W: a step changes it by (K V)^T with K = H H^T, and touches nothing of size m p.</summary>
/// <remarks>
/// W(0) is read when this is made and when W is asked for; steps are kept as C = sum of length_t V_t. A step costs n multiplications for every entry of V, whatever p.
/// What arXiv 2112.07628 maintains lazily, exact for frozen inputs (NOTES.md). Errors add up step by step, so many hundreds of steps in fp32 ask for a new form.
/// </remarks>
internal sealed unsafe class DualForm : ITrainedMatrix
{
    // Rows that share the second-level cache while samples scatter into them.
    private const int RowsPerItem = 16;

    private readonly NativeBuffer<float> _start;
    private readonly WorkerTeam _team;
    private readonly InputGram _gram;
    private readonly LayerScores _scores;
    private readonly StepSum _steps;

    /// <summary>Multiplies: m times the entries of H.</summary>
    /// <param name="start">W(0), row-major (m, p). Not copied: it stays as it is while this lives.</param>
    /// <param name="units">m.</param>
    /// <param name="inputs">H.</param>
    /// <param name="team">Who does the work.</param>
    public DualForm(NativeBuffer<float> start, int units, ActiveRows inputs, WorkerTeam team)
    {
        (_start, _team, Units, Inputs) = (start, team, units, inputs);
        _gram = new InputGram(inputs, team);
        _scores = new LayerScores(units, inputs.Count, team);
        _steps = new StepSum(inputs.Count, units, team);
        Score();
        Work = new LayerWork((long)units * inputs.Width + units * inputs.Entries + InputGram.WorkFor(inputs.Count, inputs.Entries), 0, 0, 0);
    }

    /// <inheritdoc/>
    public int Units { get; }

    /// <inheritdoc/>
    public ActiveRows Inputs { get; }

    /// <inheritdoc/>
    public InputGram? Kernel => _gram;

    /// <inheritdoc/>
    public LayerWork Work { get; private set; }

    /// <summary>Bytes held for m units and n samples, W(0) and the steps apart.</summary>
    public static long BytesFor(int units, int samples) => LayerScores.BytesFor(units, samples) + InputGram.BytesFor(samples);

    /// <inheritdoc/>
    public void CollectAbove(float threshold, ActiveRows above)
    {
        _scores.CollectAbove(threshold, above);
        Work = Work with { Query = Work.Query + (long)Units * Inputs.Count };
    }

    /// <inheritdoc/>
    public void Add(ActiveRows v, float length)
    {
        _scores.Add(_gram, v, length);
        _steps.Add(v, length);
        Work = Work with { Update = Work.Update + (Inputs.Count + 2) * v.Entries };
    }

    /// <inheritdoc/>
    public void Materialise(Span<float> weights)
    {
        fixed (float* destination = weights)
        {
            float* target = destination, source = _start.Pointer;
            long width = Inputs.Width;
            _team.Run((Units + RowsPerItem - 1) / RowsPerItem, (_, item) =>
            {
                int first = item * RowsPerItem, units = Math.Min(RowsPerItem, Units - first);
                float* rows = target + first * width;
                if (source != target) new ReadOnlySpan<float>(source + first * width, checked((int)(units * width))).CopyTo(new Span<float>(rows, (int)(units * width)));
                OuterProducts.AddToRows(_steps.Rows, Inputs, first, units, rows);
            });
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _gram.Dispose();
        _scores.Dispose();
    }

    /// <summary>Z of W(0): rows of W are turned into panels, a piece at a time.</summary>
    private void Score()
    {
        var pieces = new InputPieces(Inputs);
        NativeBuffer<float>[] panels = [.. Enumerable.Range(0, _team.Size).Select(_ => new NativeBuffer<float>((long)InputPieces.Length * WeightPanel.Units))];
        NativeBuffer<float>[] scratch = [.. panels.Select(_ => InputPieces.NewScratch(Inputs.Count))];
        _team.Run(WeightPanel.CountFor(Units), (worker, item) =>
        {
            int first = item * WeightPanel.Units;
            float* rows = _start.Pointer + (long)first * Inputs.Width, panel = panels[worker].Pointer, z = scratch[worker].Pointer;
            for (int piece = 0; piece < pieces.Count; piece++)
            {
                int column = pieces.First(piece);
                WeightPanel.Load(rows + column, Inputs.Width, Math.Min(WeightPanel.Units, Units - first), pieces.First(piece + 1) - column, panel);
                pieces.Multiply(panel, piece, z);
            }

            InputPieces.Store(z, _scores, item);
        });
        foreach (NativeBuffer<float> buffer in (IEnumerable<NativeBuffer<float>>)[.. panels, .. scratch]) buffer.Dispose();
    }
}

namespace Engine.Kernels;

/// <summary>W (m x p) by input unit, in panels of 128 units: W times a sparse vector streams cache lines, and a sparse outer product touches only its own.</summary>
internal sealed unsafe class PanelWeights : IDisposable
{
    private readonly NativeBuffer<float> _panels;
    private readonly NativeBuffer<float>[] _scratch;
    private readonly WorkerTeam _team;
    private readonly InputPieces _pieces;
    private readonly ActiveRows _inputs;
    private readonly Action<int, int> _score;
    private readonly Action<int, int> _add;
    private readonly int _units;
    private LayerScores? _scores;
    private ActiveRows? _step;
    private float _length;

    /// <summary>Copies W.</summary>
    /// <param name="start">Row-major (m, p).</param>
    /// <param name="units">m.</param>
    /// <param name="inputs">What W will be applied to: n rows over p units.</param>
    /// <param name="team">Who does the work.</param>
    public PanelWeights(NativeBuffer<float> start, int units, ActiveRows inputs, WorkerTeam team)
    {
        (_units, _inputs, _team, _pieces) = (units, inputs, team, new InputPieces(inputs));
        Count = WeightPanel.CountFor(units);
        _panels = new NativeBuffer<float>((long)Count * WeightPanel.Units * inputs.Width);
        _scratch = [.. Enumerable.Range(0, team.Size).Select(_ => InputPieces.NewScratch(inputs.Count))];
        (_score, _add) = (ScorePanel, AddPanel);
        team.Run(Count, (_, panel) => WeightPanel.Load(start.Pointer + First(panel) * (long)inputs.Width, inputs.Width, UnitsOf(panel), inputs.Width, Panel(panel)));
    }

    /// <summary>Panels.</summary>
    public int Count { get; }

    /// <summary>Bytes held for m units and p inputs.</summary>
    public static long BytesFor(int units, int width) => (long)WeightPanel.CountFor(units) * WeightPanel.Units * width * sizeof(float);

    /// <summary>A panel: (p, 128); units beyond m are zero.</summary>
    public float* Panel(int panel) => _panels.Pointer + (long)panel * WeightPanel.Units * _inputs.Width;

    /// <summary>Z = H W^T; m multiplications for every entry of H.</summary>
    public void Score(LayerScores scores)
    {
        _scores = scores;
        _team.Run(Count, _score);
    }

    /// <summary>z = W y for a sparse y that is none of the inputs; m multiplications for every entry.</summary>
    /// <param name="ids">Active input units, ascending.</param>
    /// <param name="values">Their values.</param>
    /// <param name="z">m scores, overwritten.</param>
    public void Multiply(ReadOnlySpan<int> ids, ReadOnlySpan<float> values, Span<float> z)
    {
        float* sums = _scratch[0].Pointer;
        fixed (int* active = ids)
        fixed (float* y = values)
        {
            for (int panel = 0; panel < Count; panel++)
            {
                new Span<float>(sums, WeightPanel.Units).Clear();
                WeightPanel.Multiply(Panel(panel), active, y, ids.Length, sums);
                new ReadOnlySpan<float>(sums, UnitsOf(panel)).CopyTo(z[First(panel)..]);
            }
        }
    }

    /// <summary>W += length sum_j v_j h_j^T.</summary>
    public void Add(ActiveRows v, float length)
    {
        (_step, _length) = (v, length);
        _team.Run(Count, _add);
    }

    /// <summary>Writes W row-major, (m, p).</summary>
    public void CopyTo(Span<float> weights)
    {
        fixed (float* destination = weights)
        {
            float* target = destination;
            int width = _inputs.Width;
            _team.Run(Count, (_, panel) =>
            {
                float* source = Panel(panel), rows = target + First(panel) * (long)width;
                for (int unit = 0; unit < UnitsOf(panel); unit++)
                {
                    for (int column = 0; column < width; column++) rows[unit * (long)width + column] = source[column * (long)WeightPanel.Units + unit];
                }
            });
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _panels.Dispose();
        foreach (NativeBuffer<float> scratch in _scratch) scratch.Dispose();
    }

    private static int First(int panel) => panel * WeightPanel.Units;

    private int UnitsOf(int panel) => Math.Min(WeightPanel.Units, _units - First(panel));

    private void ScorePanel(int worker, int panel)
    {
        float* z = _scratch[worker].Pointer;
        for (int piece = 0; piece < _pieces.Count; piece++) _pieces.Multiply(Panel(panel) + _pieces.First(piece) * (long)WeightPanel.Units, piece, z);
        InputPieces.Store(z, _scores!, panel);
    }

    private void AddPanel(int worker, int panel) => OuterProducts.AddToPanel(_step!, _length, _inputs, First(panel), Panel(panel));
}

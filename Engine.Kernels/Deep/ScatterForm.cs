namespace Engine.Kernels;

/// <summary>Keeps W itself: a step scatters its sparse outer products into it, a query multiplies it by the sparse inputs.</summary>
/// <remarks>n s^2 multiplications a step, n m s a query, for s active units of m and p. Exact: nothing is pending, no error accumulates but that of the sums in W.</remarks>
internal sealed class ScatterForm : ITrainedMatrix
{
    private readonly PanelWeights _weights;
    private readonly LayerScores _scores;

    /// <summary>Copies W(0).</summary>
    /// <param name="start">W(0), row-major (m, p).</param>
    /// <param name="units">m.</param>
    /// <param name="inputs">H.</param>
    /// <param name="team">Who does the work.</param>
    public ScatterForm(NativeBuffer<float> start, int units, ActiveRows inputs, WorkerTeam team)
    {
        (Units, Inputs) = (units, inputs);
        _weights = new PanelWeights(start, units, inputs, team);
        _scores = new LayerScores(units, inputs.Count, team);
        Work = new LayerWork((long)units * inputs.Width, 0, 0, 0);
    }

    /// <inheritdoc/>
    public int Units { get; }

    /// <inheritdoc/>
    public ActiveRows Inputs { get; }

    /// <inheritdoc/>
    public InputGram? Kernel => null;

    /// <inheritdoc/>
    public LayerWork Work { get; private set; }

    /// <summary>Bytes held for m units, p inputs and n samples.</summary>
    public static long BytesFor(int units, int width, int samples) => PanelWeights.BytesFor(units, width) + LayerScores.BytesFor(units, samples);

    /// <inheritdoc/>
    public void CollectAbove(float threshold, ActiveRows above)
    {
        _weights.Score(_scores);
        _scores.CollectAbove(threshold, above);
        Work = Work with { Query = Work.Query + Units * (Inputs.Entries + Inputs.Count) };
    }

    /// <inheritdoc/>
    public void Add(ActiveRows v, float length)
    {
        _weights.Add(v, length);
        Work = Work with { Update = Work.Update + OuterProducts.WorkFor(v, Inputs) };
    }

    /// <inheritdoc/>
    public void Materialise(Span<float> weights) => _weights.CopyTo(weights);

    /// <inheritdoc/>
    public void Dispose()
    {
        _weights.Dispose();
        _scores.Dispose();
    }
}

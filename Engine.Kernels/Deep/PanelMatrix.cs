namespace Engine.Kernels;

/// <summary>The weights themselves: steps are scattered into W, z is gathered from it.</summary>
/// <param name="weights">W; moved in place, stays the caller's.</param>
/// <param name="inputs">Frozen.</param>
/// <param name="team">Who does the work.</param>
internal sealed class PanelMatrix(UnitPanels weights, ActiveRows inputs, WorkerTeam team) : ITrainedMatrix
{
    private readonly UnitHits[] _hits = weights.Scratch();
    private long _query;
    private long _update;

    /// <inheritdoc/>
    public int Units => weights.Units;

    /// <inheritdoc/>
    public ActiveRows Inputs => inputs;

    /// <inheritdoc/>
    public LayerWork Work => new(0, _query, _update, 0);

    /// <inheritdoc/>
    public void CollectAbove(float threshold, ActiveRows above) => _query += weights.CollectAbove(inputs, threshold, above, _hits, team);

    /// <inheritdoc/>
    public void Add(ActiveRows v, float length)
    {
        weights.AddOuter(v, inputs, length, team);
        for (int i = 0; i < v.Count; i++) _update += (long)v.Ids(i).Length * inputs.Ids(i).Length;
    }

    /// <inheritdoc/>
    public void Materialise(Span<float> destination) => weights.ReadRows(0, destination);

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}

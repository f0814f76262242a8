using Engine.Kernels;

namespace Engine;

/// <summary>Hidden layers, bottom first, and the readout above them.</summary>
/// <param name="layers">At least one.</param>
/// <param name="readout">Of the last one's units.</param>
internal sealed class LayerStack(HiddenLayer[] layers, Readout readout) : IDisposable
{
    // Enough rows that a panel of weights is read from memory rarely.
    private const int LargestBatch = 256;

    /// <summary>The hidden layers.</summary>
    public IReadOnlyList<HiddenLayer> Layers => layers;

    /// <summary>The readout.</summary>
    public Readout Readout => readout;

    /// <summary>L.</summary>
    public int Depth => layers.Length;

    /// <summary>Whether layer l's output carries the constant that a bias of the next one needs.</summary>
    public bool Constant(int layer) => layer + 1 < layers.Length && layers[layer + 1].HasBias;

    /// <summary>Length of the rows layer l passes on, the constant included.</summary>
    public int OutputWidth(int layer) => layers[layer].Units + (Constant(layer) ? 1 : 0);

    /// <summary>f for a batch of rows.</summary>
    /// <param name="rows">(count, d).</param>
    /// <param name="outputs">(count, K), overwritten.</param>
    /// <remarks>m for every active input of every layer. A row's bits do not depend on its batch or on the number of threads.</remarks>
    public void Forward(ReadOnlySpan<float> rows, Span<double> outputs)
    {
        int d = layers[0].RealInputs, count = rows.Length / d;
        // One row is less work than waking threads is worth.
        using var team = new WorkerTeam(count == 1 ? 1 : 0);
        UnitHits[][] hits = [.. layers.Select(layer => layer.Weights.Scratch())];
        for (int first = 0; first < count; first += LargestBatch)
        {
            int taken = Math.Min(LargestBatch, count - first);
            ActiveRows h = ActiveRows.FromDense(rows.Slice(first * d, taken * d), d, layers[0].HasBias);
            for (int l = 0; l < layers.Length; l++) h = Next(l, h, hits[l], team);
            for (int i = 0; i < taken; i++)
                readout.Apply(h.Ids(i), h.Values(i), outputs.Slice((first + i) * readout.Outputs, readout.Outputs), 1);
        }

        GC.KeepAlive(this);
    }

    /// <summary>What layer l passes on.</summary>
    /// <param name="layer">l.</param>
    /// <param name="inputs">What it is given.</param>
    /// <param name="hits">Scratch of its panels.</param>
    /// <param name="team">Who does the work.</param>
    public ActiveRows Next(int layer, ActiveRows inputs, UnitHits[] hits, WorkerTeam team)
    {
        var h = new ActiveRows(inputs.Count, OutputWidth(layer));
        LayerScan.CollectAbove(layers[layer], inputs, h, hits, team);
        team.Run(inputs.Count, (_, i) => layers[layer].Activate(h, i, Constant(layer)));
        return h;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (HiddenLayer layer in layers) layer.Dispose();
    }
}

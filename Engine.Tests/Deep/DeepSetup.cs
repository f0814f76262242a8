using Engine.Kernels;

namespace Engine.Tests.Deep;

/// <summary>A stack in training, from its first trained layer on; layers below are left out of it.</summary>
internal sealed class DeepSetup : IDisposable
{
    private readonly LayerStack _stack;
    private readonly NativeBuffer<float> _rows;

    /// <summary>Lays out the point and evaluates it.</summary>
    /// <param name="stack">All layers.</param>
    /// <param name="samples">(n, d).</param>
    /// <param name="firstTrained">The lowest trained layer; those above are trained too.</param>
    /// <param name="regularised">Whether the displacement is kept.</param>
    public DeepSetup(LayerStack stack, float[] samples, int firstTrained, bool regularised = false)
    {
        (_stack, FirstTrained) = (stack, firstTrained);
        Team = new WorkerTeam(2);
        HiddenLayer bottom = stack.Layers[0];
        ActiveRows h = ActiveRows.FromDense(samples, bottom.RealInputs, bottom.HasBias);
        for (int l = 0; l < firstTrained; l++) h = stack.Next(l, h, stack.Layers[l].Weights.Scratch(), Team);
        Part = new LayerStack([.. stack.Layers.Skip(firstTrained)], stack.Readout);
        Trained = [.. Part.Layers.Select(_ => true)];
        UnitPanels weights = Part.Layers[0].Weights;
        // The point reads plain rows; the reference reads the panels, which stay as they are.
        _rows = new NativeBuffer<float>((long)weights.PanelCount * UnitPanels.Width * weights.Inputs);
        weights.ReadRows(0, _rows.Slice(0, weights.Units * weights.Inputs));
        Point = new DeepPoint(Part, Trained, new DualForm(_rows, weights.Units, h, Team), regularised, Team);
        Point.Preprocess(CancellationToken.None);
        int d = bottom.RealInputs;
        References = [.. Enumerable.Range(0, samples.Length / d).Select(i => new StackReference(stack, [.. samples[(i * d)..((i + 1) * d)].Select(x => (double)x)]))];
    }

    public int FirstTrained { get; }

    public WorkerTeam Team { get; }

    public LayerStack Part { get; }

    public bool[] Trained { get; }

    public DeepPoint Point { get; }

    public StackReference[] References { get; }

    /// <summary>Which layers of the whole stack are trained.</summary>
    public bool[] TrainedOfAll => [.. _stack.Layers.Select((_, l) => l >= FirstTrained)];

    public void Dispose()
    {
        Point.Dispose();
        _rows.Dispose();
        Team.Dispose();
    }
}

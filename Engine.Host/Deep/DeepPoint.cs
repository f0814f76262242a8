using Engine.Kernels;

namespace Engine;

/// <summary>
/// The present point of a deep network in training. Layers below the first trained one are frozen, so its inputs are; its matrix is kept in whatever form
/// <see cref="ITrainedMatrix"/> has. Layers above are computed anew from what fires, trained ones among them are moved in place.
/// </summary>
/// <remarks>
/// Row (i, k) of J is, layer by layer, delta_l (x) h_(l-1) with delta_l what output k says to the units of layer l that fire on sample i: both sparse. So J J^T is
/// sum over trained layers of (Delta Delta^T) o (H H^T), and steps touch the entries both make non-zero. Reference: arXiv 2112.07628; NOTES.md.
/// </remarks>
internal sealed unsafe partial class DeepPoint : ITrainingPoint, IGramSource
{
    private readonly LayerStack _stack;
    private readonly bool[] _trained;
    private readonly ITrainedMatrix _first;
    private readonly WorkerTeam _team;
    private readonly int _count;
    private readonly UnitHits[][] _hits;
    private readonly ActiveRows[] _deltas;
    private readonly ActiveRows[] _steps;
    private readonly UnitColumns[] _columns;
    private readonly InputGram?[] _kernels;
    private readonly KernelProduct _product;
    private readonly double[] _outputs;
    private readonly DisplacementSum? _displacement;
    private LayerStates _now;
    private LayerStates _base;
    private bool _linearised;

    /// <summary>Lays out the point; nothing is computed yet.</summary>
    /// <param name="stack">The first trained layer and those above it.</param>
    /// <param name="trained">Which of them are trained; the first one is.</param>
    /// <param name="first">The matrix of the first layer, with its frozen inputs; disposed with the point.</param>
    /// <param name="regularised">Whether steps shrink what was added to the first matrix: that is then kept beside it. Needs one trained layer.</param>
    /// <param name="team">Who does the work.</param>
    public DeepPoint(LayerStack stack, bool[] trained, ITrainedMatrix first, bool regularised, WorkerTeam team)
    {
        (_stack, _trained, _first, _team) = (stack, trained, first, team);
        _count = first.Inputs.Count;
        _hits = [.. stack.Layers.Select((layer, l) => l == 0 ? [] : layer.Weights.Scratch())];
        (_now, _base) = (new LayerStates(stack, _count), new LayerStates(stack, _count));
        _deltas = Rows();
        _steps = Rows();
        _columns = [.. stack.Layers.Select(_ => new UnitColumns())];
        _kernels = new InputGram?[stack.Depth];
        _product = new KernelProduct(team);
        _kernels[0] = first.Kernel ?? new InputGram(first.Inputs, team);
        _outputs = new double[stack.Readout.Outputs * _count];
        if (regularised) _displacement = new DisplacementSum(_count, stack.Layers[0].Units, team);
        Ranges = NeuronRange.Cut(stack.Layers[^1].Units, stack.Readout.Outputs, stack.Readout.Wiring == OutputWiring.Grouped);
    }

    /// <inheritdoc/>
    public IReadOnlyList<NeuronRange> Ranges { get; }

    /// <inheritdoc/>
    /// <remarks>Runs have far fewer steps than would let rounding errors add up.</remarks>
    public int RefreshPeriod => int.MaxValue;

    /// <inheritdoc/>
    public PassCounts Counts { get; private set; }

    /// <inheritdoc/>
    public PassWork Work { get; private set; }

    /// <summary>What fires on each sample, by layer of the stack.</summary>
    public LayerStates States => _now;

    /// <inheritdoc/>
    public void Preprocess(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        Evaluate(added: 0);
    }

    /// <inheritdoc/>
    public void Step(StepMove move)
    {
        if (move.FromBase) Begin(move);
        long work = 0, before = _first.Work.Total;
        _first.Add(_steps[0], move.Length);
        _displacement?.Add(_steps[0], move.Length);
        for (int l = 1; l < _stack.Depth; l++)
        {
            if (!_trained[l]) continue;
            _stack.Layers[l].Weights.AddOuter(_steps[l], _base.Outputs[l - 1], move.Length, _team);
            for (int i = 0; i < _count; i++) work += (long)_steps[l].Ids(i).Length * _base.Outputs[l - 1].Ids(i).Length;
        }

        Evaluate(work + _first.Work.Total - before);
    }

    /// <inheritdoc/>
    public void ReadOutputs(double[] outputs) => _outputs.CopyTo(outputs, 0);

    /// <inheritdoc/>
    public void CollectFired(FiredRows[] fired)
    {
        var columns = new UnitColumns().Read(_now.Outputs[^1]);
        for (int range = 0; range < Ranges.Count; range++)
        {
            fired[range].Begin(Ranges[range].Count);
            for (int r = Ranges[range].First; r < Ranges[range].First + Ranges[range].Count; r++) fired[range].Append(columns.Samples(r));
        }
    }

    /// <inheritdoc/>
    public void Materialise(NativeBuffer<float> destination) => _first.Materialise(destination.Slice(0, checked(_first.Units * _first.Inputs.Width)));

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (InputGram? kernel in _kernels)
        {
            if (kernel != _first.Kernel) kernel?.Dispose();
        }

        _product.Dispose();
        _first.Dispose();
    }

    /// <summary>Makes the present point the base of a step, and -J^T g - shrink (W - W(0)) its direction.</summary>
    private void Begin(StepMove move)
    {
        Backward(move.Direction, move.Stride);
        for (int l = 0; l < _stack.Depth; l++)
        {
            if (!_trained[l]) continue;
            ActiveRows delta = _deltas[l], step = _steps[l];
            int layer = l;
            _team.Run(_count, (_, i) =>
            {
                if (layer == 0 && _displacement is not null)
                {
                    _displacement.Step(i, delta, move.Shrink, step);
                    return;
                }

                step.Copy(i, delta.Ids(i), delta.Values(i));
                foreach (ref float value in step.Values(i)) value = -value;
            });
        }

        (_base, _now) = (_now, _base);
    }

    /// <summary>Fire sets, activations and outputs of the present weights.</summary>
    private void Evaluate(long added)
    {
        long before = _first.Work.Total, forward = 0;
        for (int l = 0; l < _stack.Depth; l++)
        {
            HiddenLayer layer = _stack.Layers[l];
            ActiveRows h = _now.Outputs[l];
            float[] scales = _now.Scales[l];
            bool constant = _stack.Constant(l);
            if (l == 0) _first.CollectAbove(layer.Shift, h);
            else forward += layer.Weights.CollectAbove(_now.Outputs[l - 1], layer.Shift, h, _hits[l], _team);
            _team.Run(_count, (_, i) => scales[i] = layer.Activate(h, i, constant));
        }

        ActiveRows top = _now.Outputs[^1];
        _team.Run(_count, (_, i) => _stack.Readout.Apply(top.Ids(i), top.Values(i), _outputs.AsSpan(i), _count));
        PassCounts counts = default;
        for (int l = 0; l < _stack.Depth; l++)
        {
            for (int i = 0; i < _count; i++)
            {
                counts.Fires += _now.FiredCount(l, i);
                counts.Flips += FiredPass.Flips(_base.Fired(l, i), _now.Fired(l, i));
            }
        }

        counts.Candidates = counts.Fires;
        Counts = counts;
        Work = new PassWork(ForwardProducts: forward + _first.Work.Total - before, BackwardProducts: added);
        _linearised = false;
    }

    private ActiveRows[] Rows() => [.. _stack.Layers.Select(layer => new ActiveRows(_count, layer.Units))];
}

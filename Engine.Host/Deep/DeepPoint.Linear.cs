using Engine.Kernels;

namespace Engine;

internal sealed unsafe partial class DeepPoint
{
    /// <inheritdoc/>
    public bool Coupled => _stack.Readout.Outputs > 1 && (_stack.Depth > 1 || _stack.Readout.Wiring == OutputWiring.Dense);

    /// <inheritdoc/>
    public double MeanDiagonal
    {
        get
        {
            Linearise();
            double sum = 0;
            for (int k = 0; k < _stack.Readout.Outputs; k++)
            {
                BackwardOf(k);
                for (int l = 0; l < _stack.Depth; l++)
                {
                    for (int i = 0; _trained[l] && i < _count; i++) sum += Square(_deltas[l].Values(i)) * _kernels[l]!.Row(i)[i];
                }
            }

            return sum / ((double)_count * _stack.Readout.Outputs);
        }
    }

    /// <inheritdoc/>
    public void BuildGram(int system, double* gram, long stride)
    {
        Linearise();
        for (int i = 0; i < _count; i++) new Span<double>(gram + i * stride, i + 1).Clear();
        int first = Coupled ? 0 : system, end = Coupled ? _stack.Readout.Outputs : system + 1;
        using NativeBuffer<double>? part = _trained.Count(trained => trained) > 1 ? new NativeBuffer<double>((long)_count * _count) : null;
        for (int l = 0; l < _stack.Depth; l++)
        {
            if (!_trained[l]) continue;
            double* sums = part is null ? gram : part.Pointer;
            long sumStride = part is null ? stride : _count;
            for (int i = 0; part is not null && i < _count; i++) new Span<double>(sums + i * sumStride, i + 1).Clear();
            for (int k = first; k < end; k++)
            {
                BackwardOf(k);
                (int firstUnit, int endUnit) = _stack.Depth == 1 ? _stack.Readout.UnitsOf(k) : (0, _stack.Layers[l].Units);
                ActiveGram.AddLower(_deltas[l], _columns[l], firstUnit, endUnit, sums, sumStride, _team);
            }

            double share = 1.0 / (end - first);
            InputGram kernel = _kernels[l]!;
            _team.Run(_count, (_, i) =>
            {
                double* row = gram + i * stride, sum = sums + i * sumStride;
                float* k = kernel.Row(i);
                if (row == sum)
                {
                    for (int j = 0; j <= i; j++) row[j] *= share * k[j];
                }
                else
                {
                    for (int j = 0; j <= i; j++) row[j] += sum[j] * (share * k[j]);
                }
            });
        }
    }

    /// <inheritdoc/>
    public void ApplyGram(NativeBuffer<float> vectors, double[] result)
    {
        Linearise();
        Backward(vectors.Pointer, vectors.Length / _stack.Readout.Outputs);
        Forward(_deltas, result);
    }

    /// <inheritdoc/>
    public Displacement ApplyDisplacement(double[] result)
    {
        if (_displacement is null) throw new InvalidOperationException("the displacement is kept under a ridge only.");
        Linearise();
        double square = _displacement.Scores(_kernels[0]!, _now, _deltas[0]);
        Forward(null, result);
        // By unit it is not known: W - W(0) exists only as a sum over samples.
        return new Displacement(square, double.NaN);
    }

    /// <summary>Reads the fire sets by unit, and K of the inputs of trained layers above the first.</summary>
    private void Linearise()
    {
        if (_linearised) return;
        for (int l = 0; l < _stack.Depth; l++)
        {
            ActiveRows delta = _deltas[l];
            int layer = l;
            _team.Run(_count, (_, i) =>
            {
                ReadOnlySpan<int> fired = _now.Fired(layer, i);
                delta.Resize(i, fired.Length);
                fired.CopyTo(delta.Ids(i));
            });
            if (!_trained[l]) continue;
            _columns[l].Read(delta);
            if (l == 0) continue;
            if (_kernels[l] is { } kernel) kernel.Build(_now.Outputs[l - 1]);
            else _kernels[l] = new InputGram(_now.Outputs[l - 1], _team);
        }

        _linearised = true;
    }

    private void BackwardOf(int output)
    {
        using var unit = new NativeBuffer<float>((long)_stack.Readout.Outputs * _count);
        unit.Slice((long)output * _count, _count).Fill(1);
        Backward(unit.Pointer, _count);
    }

    /// <summary>delta_l = what sum_k y_ik f_ik says to the units that fire, for every layer.</summary>
    private void Backward(float* y, long stride)
    {
        Linearise();
        int outputs = _stack.Readout.Outputs;
        _team.Run(_count, (_, i) =>
        {
            Span<float> top = _deltas[^1].Values(i), combination = stackalloc float[outputs];
            for (int k = 0; k < outputs; k++) combination[k] = y[k * stride + i];
            _stack.Readout.Transpose(_deltas[^1].Ids(i), combination, 1, top);
            Derive(_stack.Depth - 1, i, top);
            for (int l = _stack.Depth - 1; l > 0; l--)
            {
                UnitPanels weights = _stack.Layers[l].Weights;
                ReadOnlySpan<int> units = _deltas[l].Ids(i), below = _deltas[l - 1].Ids(i);
                ReadOnlySpan<float> delta = _deltas[l].Values(i);
                Span<float> result = _deltas[l - 1].Values(i);
                for (int e = 0; e < below.Length; e++) result[e] = weights.Combine(below[e], units, delta);
                Derive(l - 1, i, result);
            }
        });
    }

    /// <summary>The derivatives of the outputs along changes of z: of the first layer those of a step, of trained layers above the step's as well.</summary>
    /// <param name="steps">By trained layer, the delta of W = sum_j delta_j h_j^T; null where z of the first layer has been changed already.</param>
    /// <param name="result">(K, n).</param>
    private void Forward(ActiveRows[]? steps, double[] result)
    {
        ActiveRows[] changes = _steps;
        for (int l = 0; l < _stack.Depth; l++)
        {
            ActiveRows change = changes[l], delta = _deltas[l];
            int layer = l;
            _team.Run(_count, (_, i) =>
            {
                change.Resize(i, delta.Ids(i).Length);
                delta.Ids(i).CopyTo(change.Ids(i));
                if (steps is null && layer == 0) delta.Values(i).CopyTo(change.Values(i));
                else change.Values(i).Clear();
            });
            if (steps is not null && _trained[l]) _product.Multiply(_kernels[l]!, steps[l], _columns[l], change);
            _team.Run(_count, (_, i) =>
            {
                Span<float> values = change.Values(i);
                if (layer > 0)
                {
                    ReadOnlySpan<int> units = change.Ids(i), below = changes[layer - 1].Ids(i);
                    ReadOnlySpan<float> moved = changes[layer - 1].Values(i);
                    for (int e = 0; e < units.Length; e++) values[e] += _stack.Layers[layer].Weights.Dot(units[e], below, moved);
                }

                Derive(layer, i, values);
            });
        }

        ActiveRows last = changes[^1];
        _team.Run(_count, (_, i) => _stack.Readout.Apply(last.Ids(i), last.Values(i), result.AsSpan(i), _count, withBias: false));
    }

    /// <summary>The derivative of a layer's activation, which is its own transpose: g, or (I - h h^T) / |u| with normalisation.</summary>
    private void Derive(int layer, int sample, Span<float> values)
    {
        float scale = _now.Scales[layer][sample];
        if (!_stack.Layers[layer].Normalised)
        {
            foreach (ref float value in values) value *= scale;
            return;
        }

        ReadOnlySpan<float> h = _now.Outputs[layer].Values(sample)[..values.Length];
        double along = 0;
        for (int e = 0; e < values.Length; e++) along += (double)h[e] * values[e];
        for (int e = 0; e < values.Length; e++) values[e] = (float)((values[e] - along * h[e]) * scale);
    }

    private static double Square(ReadOnlySpan<float> values)
    {
        double sum = 0;
        foreach (float value in values) sum += (double)value * value;
        return sum;
    }
}

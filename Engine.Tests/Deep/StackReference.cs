namespace Engine.Tests.Deep;

/// <summary>A stack of layers in double precision, by plain loops over all units: activations, outputs, and rows of J, with sums of absolute values beside them for bounds.</summary>
internal sealed class StackReference
{
    private readonly LayerStack _stack;

    /// <summary>Computes one sample.</summary>
    /// <param name="stack">The layers.</param>
    /// <param name="sample">d numbers.</param>
    public StackReference(LayerStack stack, double[] sample)
    {
        _stack = stack;
        double[] h = sample, large = [.. sample.Select(Math.Abs)];
        for (int l = 0; l < stack.Depth; l++)
        {
            HiddenLayer layer = stack.Layers[l];
            Inputs.Add(layer.HasBias ? [.. h, 1] : h);
            LargeInputs.Add(layer.HasBias ? [.. large, 1] : large);
            double[] u = new double[layer.Units], size = new double[layer.Units];
            for (int r = 0; r < u.Length; r++)
            {
                double z = 0, terms = layer.Shift;
                for (int j = 0; j < Inputs[l].Length; j++)
                {
                    z += layer.Weights[r, j] * Inputs[l][j];
                    terms += Math.Abs(layer.Weights[r, j]) * LargeInputs[l][j];
                }

                size[r] = z > layer.Shift ? terms : 0;
                u[r] = z > layer.Shift ? layer.Form == ShiftForm.HardThreshold ? z : z - layer.Shift : 0;
            }

            double scale = layer.Normalised ? 1 / Math.Sqrt(u.Sum(value => value * value)) : layer.Gain;
            Scales.Add(scale);
            // The length errs by at most this many times what its terms err by.
            double spread = layer.Normalised ? 1 + u.Zip(size, (a, b) => a * b).Sum() * scale * scale : 1;
            Spreads.Add(spread);
            large = [.. size.Select(value => value * scale * spread)];
            h = [.. u.Select(value => value * scale)];
            Activations.Add(h);
        }

        Outputs = [.. Enumerable.Range(0, stack.Readout.Outputs).Select(k => h.Select((value, r) => stack.Readout.Weight(k, r) * value).Sum() + stack.Readout.Bias[k])];
    }

    /// <summary>What each layer is given, the constant included.</summary>
    public List<double[]> Inputs { get; } = [];

    /// <summary>The same, every sum over absolute values.</summary>
    public List<double[]> LargeInputs { get; } = [];

    /// <summary>By how much the relative error of a layer's scale exceeds that of a sum of as many terms.</summary>
    public List<double> Spreads { get; } = [];

    /// <summary>What each layer passes on.</summary>
    public List<double[]> Activations { get; } = [];

    /// <summary>What activations were multiplied by.</summary>
    public List<double> Scales { get; } = [];

    /// <summary>f.</summary>
    public double[] Outputs { get; }

    /// <summary>delta of output k for every layer.</summary>
    /// <param name="output">k.</param>
    /// <param name="absolute">Whether every sum is taken over absolute values.</param>
    public double[][] Deltas(int output, bool absolute = false)
    {
        var deltas = new double[_stack.Depth][];
        double[] said = [.. Enumerable.Range(0, _stack.Readout.Units).Select(r => _stack.Readout.Weight(output, r))];
        for (int l = _stack.Depth - 1; l >= 0; l--)
        {
            double[] h = Activations[l];
            if (absolute) said = [.. said.Select(Math.Abs)];
            double[] size = !absolute ? h : l + 1 < _stack.Depth ? LargeInputs[l + 1] : h;
            double along = _stack.Layers[l].Normalised ? size.Zip(said, (a, b) => a * b).Sum() : 0;
            deltas[l] = [.. said.Select((value, r) => h[r] > 0 ? (absolute ? (value + along * size[r]) * Spreads[l] : value - along * size[r]) * Scales[l] : 0)];
            if (l == 0) break;
            said = new double[h.Length == 0 ? 0 : _stack.Layers[l].RealInputs];
            for (int j = 0; j < said.Length; j++)
            {
                for (int r = 0; r < deltas[l].Length; r++) said[j] += deltas[l][r] * (absolute ? Math.Abs(_stack.Layers[l].Weights[r, j]) : _stack.Layers[l].Weights[r, j]);
            }
        }

        return deltas;
    }

    /// <summary>Element of J J^T for two samples and outputs: sum over trained layers of delta delta' times h h'.</summary>
    public static double Gram(StackReference a, int outputOfA, StackReference b, int outputOfB, bool[] trained, bool absolute = false)
    {
        double sum = 0;
        double[][] x = a.Deltas(outputOfA, absolute), y = b.Deltas(outputOfB, absolute);
        for (int l = 0; l < trained.Length; l++)
        {
            double[] left = absolute ? a.LargeInputs[l] : a.Inputs[l], right = absolute ? b.LargeInputs[l] : b.Inputs[l];
            if (trained[l]) sum += x[l].Zip(y[l], (p, q) => p * q).Sum() * left.Zip(right, (p, q) => p * q).Sum();
        }

        return sum;
    }
}

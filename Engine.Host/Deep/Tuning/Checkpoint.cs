using System.Runtime.InteropServices;
using Engine.Kernels;

namespace Engine;

/// <summary>A plain ReLU network in a safetensors file: linear layers with a ReLU between each and the next.</summary>
internal sealed class Checkpoint : IDisposable
{
    // What training aims at for samples of other classes: a new class begins by claiming none.
    private const float NewClassBias = -1;

    private Checkpoint(DenseLayer[] layers, int[] numbers) => (Layers, Numbers) = (layers, numbers);

    /// <summary>The layers, bottom first; the last one is the readout.</summary>
    public IReadOnlyList<DenseLayer> Layers { get; }

    /// <summary>Their numbers in the file.</summary>
    public IReadOnlyList<int> Numbers { get; }

    /// <summary>A checkpoint of given layers, numbered from 0.</summary>
    public static Checkpoint Of(DenseLayer[] layers) => new(layers, [.. Enumerable.Range(0, layers.Length)]);

    /// <summary>Reads a file.</summary>
    /// <exception cref="InputException">The file cannot be read, has fewer than two such layers, or their shapes do not follow one another.</exception>
    public static Checkpoint Load(string path, CheckpointNames names)
    {
        using SafetensorsReader file = ModelReader.Open(path);
        int[] numbers = names.Find(file.Tensors.Select(tensor => tensor.Name));
        if (numbers.Length < 2) throw FormatError.At(path, names.Weights, "at least two layers must be named so: a hidden one and the readout", $"{numbers.Length}");
        var layers = new DenseLayer[numbers.Length];
        try
        {
            for (int l = 0; l < layers.Length; l++)
            {
                string weight = names.Weight(numbers[l]), bias = names.Bias(numbers[l]);
                TensorInfo info = file.Require(weight);
                if (info.Shape.Count != 2 || info.Shape[0] < 1 || info.Shape[1] < 1 || info.Shape[0] > int.MaxValue || info.Shape[1] > int.MaxValue || (l > 0 && info.Shape[1] != layers[l - 1].Units))
                    throw FormatError.At(path, weight, l == 0 ? "has shape (out, in)" : $"has shape (out, {layers[l - 1].Units}), as the layer below has so many units", TensorTypes.Describe(info.Shape));
                file.Require(weight, TensorType.F32, info.Shape[0], info.Shape[1]);
                file.Require(bias, TensorType.F32, info.Shape[0]);
                MemoryBudget.Require(info.ByteLength, $"{weight} of {path}");
                layers[l] = new DenseLayer((int)info.Shape[0], (int)info.Shape[1]);
                Read(path, file, weight, bias, layers[l]);
            }
        }
        catch
        {
            foreach (DenseLayer? layer in layers) layer?.Dispose();
            throw;
        }

        return new Checkpoint(layers, numbers);
    }

    /// <summary>Writes a file that <see cref="Load"/>, and every other reader of such checkpoints, takes.</summary>
    public void Save(string path, CheckpointNames names)
    {
        var tensors = new List<TensorSource>();
        for (int l = 0; l < Layers.Count; l++)
        {
            DenseLayer layer = Layers[l];
            tensors.Add(new TensorSource(names.Weight(Numbers[l]), TensorType.F32, [layer.Units, layer.Inputs], stream =>
            {
                for (int r = 0; r < layer.Units; r++) stream.Write(MemoryMarshal.AsBytes(layer.Weights.Slice((long)r * layer.Inputs, layer.Inputs)));
            }));
            tensors.Add(TensorSource.From<float>(names.Bias(Numbers[l]), layer.Bias, layer.Units));
        }

        SafetensorsWriter.Write(path, tensors, new Dictionary<string, string>());
    }

    /// <summary>The same function as a network whose units may be given shifts.</summary>
    /// <param name="meaning">What its outputs stand for.</param>
    /// <param name="form">What units pass on, once they have a shift.</param>
    /// <param name="features">Names of the features.</param>
    /// <param name="seed">Of the rows of new classes.</param>
    public DeepNetwork ToNetwork(TargetMeaning meaning, ShiftForm form, IReadOnlyList<string> features, ulong seed)
    {
        DenseLayer top = Layers[^1];
        var hidden = new HiddenLayer[Layers.Count - 1];
        for (int l = 0; l < hidden.Length; l++)
        {
            hidden[l] = new HiddenLayer
            {
                Weights = new UnitPanels(Layers[l].Units, Layers[l].Inputs + 1),
                Shift = 0,
                Form = form,
                Gain = 1,
                Normalised = false,
                HasBias = true,
            };
            CopyTo(Layers[l], hidden[l].Weights);
        }

        var readout = new Readout(top.Inputs, meaning.Outputs, OutputWiring.Dense, scale: 1);
        // Two classes share one output, which speaks for the second and against the first.
        bool pair = top.Units == 2 && meaning.Outputs == 1;
        double size = Math.Sqrt(Enumerable.Range(0, top.Units).Sum(k => Square(top.Weights.Slice((long)k * top.Inputs, top.Inputs))) / ((double)top.Units * top.Inputs));
        for (int k = 0; k < meaning.Outputs; k++)
        {
            var signs = new float[top.Inputs];
            if (k < top.Units) top.Weights.Slice((long)k * top.Inputs, top.Inputs).CopyTo(signs);
            else new CounterRandom(seed, NetworkCore.SignStream).FillSigns(signs, (ulong)k * (ulong)top.Inputs);
            for (int r = 0; r < top.Inputs; r++)
            {
                float weight = k < top.Units ? signs[r] : (float)(size * signs[r]);
                readout.Values[r * meaning.Outputs + k] = pair ? (top.Weights.Slice((long)top.Inputs + r, 1)[0] - weight) / 2 : weight;
            }

            readout.Bias[k] = pair ? (top.Bias[1] - top.Bias[0]) / 2 : k < top.Units ? top.Bias[k] : NewClassBias;
        }

        return new DeepNetwork(new LayerStack(hidden, readout), seed, FeatureTransform.Identity(Layers[0].Inputs), meaning, features);
    }

    /// <summary>The plain layers of a network: shifts of the continuous form go into the biases.</summary>
    /// <exception cref="InvalidOperationException">The network does more than plain layers: hard thresholds, normalisation, or a transform of its own.</exception>
    public static Checkpoint From(DeepNetwork network)
    {
        LayerStack stack = network.Stack;
        if (!network.Transform.IsIdentity || stack.Layers.Any(layer => layer.Normalised || layer.Gain != 1 || (layer.Form == ShiftForm.HardThreshold && layer.Shift != 0)))
            throw new InvalidOperationException("plain layers need a network of continuous activations on raw rows, without normalisation.");
        var layers = new DenseLayer[stack.Depth + 1];
        for (int l = 0; l < stack.Depth; l++)
        {
            HiddenLayer layer = stack.Layers[l];
            layers[l] = new DenseLayer(layer.Units, layer.RealInputs);
            layer.PlainBias().CopyTo(layers[l].Bias, 0);
            var row = new float[layer.Weights.Inputs];
            for (int r = 0; r < layer.Units; r++)
            {
                layer.Weights.ReadRows(r, row);
                row.AsSpan(0, layer.RealInputs).CopyTo(layers[l].Weights.Slice((long)r * layer.RealInputs, layer.RealInputs));
            }
        }

        Readout readout = stack.Readout;
        layers[^1] = new DenseLayer(readout.Outputs, readout.Units);
        readout.Bias.CopyTo(layers[^1].Bias, 0);
        for (int k = 0; k < readout.Outputs; k++)
        {
            Span<float> row = layers[^1].Weights.Slice((long)k * readout.Units, readout.Units);
            for (int r = 0; r < row.Length; r++) row[r] = (float)readout.Weight(k, r);
        }

        return Of(layers);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (DenseLayer layer in Layers) layer.Dispose();
    }

    private static void Read(string path, SafetensorsReader file, string weight, string bias, DenseLayer layer)
    {
        file.ReadChunks<float>(weight, (first, chunk) =>
        {
            Require(path, weight, first, chunk);
            chunk.CopyTo(layer.Weights.Slice(first, chunk.Length));
        });
        file.Read<float>(bias, layer.Bias);
        Require(path, bias, 0, layer.Bias);
    }

    private static void Require(string path, string name, long first, ReadOnlySpan<float> values)
    {
        for (int e = 0; e < values.Length; e++)
        {
            if (!float.IsFinite(values[e])) throw FormatError.At(path, $"{name}[{first + e}]", "every number must be finite", $"{values[e]}");
        }
    }

    private static void CopyTo(DenseLayer source, UnitPanels target)
    {
        var row = new float[target.Inputs];
        for (int r = 0; r < source.Units; r++)
        {
            source.Weights.Slice((long)r * source.Inputs, source.Inputs).CopyTo(row);
            row[^1] = source.Bias[r];
            target.WriteRows(r, row);
        }
    }

    private static double Square(ReadOnlySpan<float> values)
    {
        double sum = 0;
        foreach (float value in values) sum += (double)value * value;
        return sum;
    }
}

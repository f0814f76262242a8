using System.Runtime.InteropServices;
using Engine.Kernels;

namespace Engine;

/// <summary>
/// The tensors of a deep network's file, named as PyTorch names a list of linear layers: <c>layers.N.weight</c> (m, p) and <c>layers.N.bias</c> (m), the readout last.
/// A continuous shift is a bias of -b, so that a reader of plain ReLU layers gets the function, up to what the metadata say of gains and normalisation.
/// </summary>
internal static class DeepModelTensors
{
    private const int RowsPerWrite = 16;

    /// <summary>Name of a layer's weights.</summary>
    public static string Weight(int layer) => $"layers.{layer}.weight";

    /// <summary>Name of a layer's biases.</summary>
    public static string Bias(int layer) => $"layers.{layer}.bias";

    /// <summary>What a file of this network holds.</summary>
    public static List<TensorSource> Of(DeepNetwork network)
    {
        var tensors = new List<TensorSource>();
        if (!network.Transform.IsIdentity)
        {
            tensors.Add(TensorSource.From<double>(ModelTensors.Mean, network.Transform.Mean.ToArray(), network.InputDimension));
            tensors.Add(TensorSource.From<double>(ModelTensors.Scale, network.Transform.Scale.ToArray(), network.InputDimension));
        }

        LayerStack stack = network.Stack;
        for (int l = 0; l < stack.Depth; l++)
        {
            HiddenLayer layer = stack.Layers[l];
            tensors.Add(new TensorSource(Weight(l), TensorType.F32, [layer.Units, layer.RealInputs], stream => Write(layer, stream)));
            tensors.Add(TensorSource.From<float>(Bias(l), layer.PlainBias(), layer.Units));
        }

        Readout readout = stack.Readout;
        var weights = new float[(long)readout.Outputs * readout.Units];
        for (int k = 0; k < readout.Outputs; k++)
        {
            for (int r = 0; r < readout.Units; r++) weights[(long)k * readout.Units + r] = (float)readout.Weight(k, r);
        }

        tensors.Add(TensorSource.From<float>(Weight(stack.Depth), weights, readout.Outputs, readout.Units));
        tensors.Add(TensorSource.From<float>(Bias(stack.Depth), readout.Bias, readout.Outputs));
        return tensors;
    }

    /// <summary>Reads the weights and biases of hidden layers and readout; shapes have been checked.</summary>
    public static void Read(string path, SafetensorsReader file, LayerStack stack)
    {
        for (int l = 0; l < stack.Depth; l++)
        {
            HiddenLayer layer = stack.Layers[l];
            long width = layer.RealInputs;
            string name = Weight(l);
            file.ReadChunks<float>(name, (first, chunk) =>
            {
                for (int e = 0; e < chunk.Length; e++)
                {
                    RequireFinite(path, name, first + e, chunk[e]);
                    layer.Weights[(int)((first + e) / width), (int)((first + e) % width)] = chunk[e];
                }
            });
            var bias = new float[layer.Units];
            file.Read<float>(Bias(l), bias);
            for (int r = 0; r < bias.Length; r++) RequireFinite(path, Bias(l), r, bias[r]);
            layer.SetPlainBias(path, Bias(l), bias);
        }

        ReadReadout(path, file, stack);
    }

    private static void ReadReadout(string path, SafetensorsReader file, LayerStack stack)
    {
        Readout readout = stack.Readout;
        var weights = new float[(long)readout.Outputs * readout.Units];
        string name = Weight(stack.Depth);
        file.Read<float>(name, weights);
        file.Read<float>(Bias(stack.Depth), readout.Bias);
        foreach (float bias in readout.Bias) RequireFinite(path, Bias(stack.Depth), 0, bias);
        float size = (float)readout.Scale;
        for (int k = 0; k < readout.Outputs; k++)
        {
            (int first, int end) = readout.UnitsOf(k);
            for (int r = 0; r < readout.Units; r++)
            {
                float weight = weights[(long)k * readout.Units + r];
                RequireFinite(path, name, (long)k * readout.Units + r, weight);
                bool feeds = r >= first && r < end;
                if (readout.Scale != 1 && (feeds ? MathF.Abs(weight) != size : weight != 0))
                    throw FormatError.At(path, $"{name}[{k}, {r}]", feeds ? $"must be +{size} or -{size}, as {DeepModelMetadata.ScaleKey} says" : "must be 0 where wiring is grouped", $"{weight}");
                if (feeds) readout.Values[readout.Wiring == OutputWiring.Grouped ? r : r * readout.Outputs + k] = readout.Scale == 1 ? weight : MathF.Sign(weight);
            }
        }
    }

    private static void RequireFinite(string path, string name, long element, float value)
    {
        if (!float.IsFinite(value)) throw FormatError.At(path, $"{name}[{element}]", "every number must be finite", $"{value}");
    }

    private static void Write(HiddenLayer layer, Stream stream)
    {
        int width = layer.Weights.Inputs, real = layer.RealInputs;
        var rows = new float[RowsPerWrite * width];
        for (int first = 0; first < layer.Units; first += RowsPerWrite)
        {
            int count = Math.Min(RowsPerWrite, layer.Units - first);
            layer.Weights.ReadRows(first, rows.AsSpan(0, count * width));
            for (int row = 0; row < count; row++) stream.Write(MemoryMarshal.AsBytes(rows.AsSpan(row * width, real)));
        }
    }
}

using System.Text.Json.Serialization.Metadata;
using Engine.Kernels;

namespace Engine;

/// <summary>Rebuilds a deep network from its file; everything is checked before it is used.</summary>
internal static class DeepModelReader
{
    /// <summary>Reads the rest of an open file.</summary>
    /// <exception cref="InputException">The file breaks a rule.</exception>
    public static DeepNetwork Read(string path, SafetensorsReader file, MetadataFields fields)
    {
        TargetMeaning meaning = ModelReader.Meaning(fields);
        FeatureTransform transform = ModelReader.Transform(path, file, fields, out string[] features);
        OutputWiring wiring = fields.Name<OutputWiring>(ModelMetadata.WiringKey);
        ShiftForm form = fields.Name<ShiftForm>(DeepModelMetadata.FormKey);
        float[] shifts = Array(fields, DeepModelMetadata.ShiftsKey, 0, ModelJson.Default.SingleArray);
        int depth = shifts.Length;
        float[] gains = Array(fields, DeepModelMetadata.GainsKey, depth, ModelJson.Default.SingleArray);
        bool[] normalised = Array(fields, DeepModelMetadata.NormalisedKey, depth, ModelJson.Default.BooleanArray), biases = Array(fields, DeepModelMetadata.BiasesKey, depth, ModelJson.Default.BooleanArray);
        if (shifts.Any(shift => !float.IsFinite(shift))) throw fields.Broken(DeepModelMetadata.ShiftsKey, "every shift must be finite");
        if (gains.Any(gain => !(gain > 0 && float.IsFinite(gain)))) throw fields.Broken(DeepModelMetadata.GainsKey, "every gain must be finite and above 0");
        if (fields.Integer(ModelMetadata.OutputsKey, 1) != meaning.Outputs)
            throw fields.Broken(ModelMetadata.OutputsKey, $"must be {meaning.Outputs}, as task and classes say");
        if (fields.Integer(ModelMetadata.DimensionKey, 1) != transform.OutputDimension)
            throw fields.Broken(ModelMetadata.DimensionKey, $"must be {transform.OutputDimension}, as the transform says");
        double scale = fields.Number(DeepModelMetadata.ScaleKey, double.Epsilon, double.MaxValue);
        int[] widths = Widths(path, file, depth, transform.OutputDimension, meaning.Outputs);
        long bytes = DeepNetwork.WeightBytes(widths, transform.OutputDimension + 1, meaning.Outputs, wiring);
        if (bytes > MemoryBudget.Available)
            throw FormatError.At(path, DeepModelTensors.Weight(0), "must fit in memory, with the others", $"{MemoryBudget.Text(bytes)} needed, {MemoryBudget.Text(MemoryBudget.Available)} there");
        var layers = new HiddenLayer[depth];
        for (int l = 0; l < depth; l++)
        {
            int inputs = l == 0 ? transform.OutputDimension : widths[l - 1];
            layers[l] = new HiddenLayer
            {
                Weights = new UnitPanels(widths[l], biases[l] ? inputs + 1 : inputs),
                Shift = shifts[l],
                Form = form,
                Gain = gains[l],
                Normalised = normalised[l],
                HasBias = biases[l],
            };
        }

        var stack = new LayerStack(layers, new Readout(widths[^1], meaning.Outputs, wiring, scale));
        try
        {
            DeepModelTensors.Read(path, file, stack);
            return new DeepNetwork(stack, fields.Seed(ModelMetadata.SeedKey), transform, meaning, features)
            {
                Training = fields.Has(ModelMetadata.TrainingKey) ? fields.Json(ModelMetadata.TrainingKey, ModelJson.Default.TrainingSummary) : null,
            };
        }
        catch
        {
            stack.Dispose();
            throw;
        }
    }

    /// <summary>Widths by the tensors' shapes: the length of the file bounds them before anything is allocated.</summary>
    private static int[] Widths(string path, SafetensorsReader file, int depth, int inputs, int outputs)
    {
        var widths = new int[depth];
        long below = inputs;
        for (int l = 0; l <= depth; l++)
        {
            string name = DeepModelTensors.Weight(l);
            TensorInfo weight = file.Require(name);
            long rows = weight.Shape.Count == 2 ? weight.Shape[0] : 0;
            if (rows < 1 || rows > int.MaxValue || (l == depth && rows != outputs))
                throw FormatError.At(path, name, l == depth ? $"has shape ({outputs}, {below})" : $"has shape (m, {below}) with m of at least 1", TensorTypes.Describe(weight.Shape));
            file.Require(name, TensorType.F32, rows, below);
            file.Require(DeepModelTensors.Bias(l), TensorType.F32, rows);
            if (l < depth) widths[l] = (int)rows;
            below = rows;
        }

        return widths[^1] >= outputs ? widths : throw FormatError.At(path, DeepModelTensors.Weight(depth - 1), $"has at least {outputs} rows", $"{widths[^1]}");
    }

    private static T[] Array<T>(MetadataFields fields, string key, int length, JsonTypeInfo<T[]> type)
    {
        T[] values = fields.Json(key, type);
        return length == 0 ? values.Length is >= 1 and <= 64 ? values : throw fields.Broken(key, "must have 1 to 64 elements")
            : values.Length == length ? values : throw fields.Broken(key, $"must have {length} elements, one for each hidden layer");
    }
}

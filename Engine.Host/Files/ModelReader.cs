using Engine.Kernels;

namespace Engine;

/// <summary>Rebuilds a network from a model file; everything is checked before it is used.</summary>
internal static class ModelReader
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="InputException">The file is missing or breaks a rule, or stores W where that is to be regenerated.</exception>
    public static WideNetwork Read(string path, WeightStorage weights)
    {
        using SafetensorsReader file = Open(path);
        var fields = new MetadataFields(path, file.Metadata);
        fields.OneOf(ModelMetadata.FormatKey, ModelMetadata.Format);
        bool compact = fields.OneOf(ModelMetadata.StorageKey, ModelMetadata.StoredWeights, ModelMetadata.StoredCoefficients) == ModelMetadata.StoredCoefficients;
        if (!compact && weights == WeightStorage.Regenerated)
            throw fields.Broken(ModelMetadata.StorageKey, $"must be {ModelMetadata.StoredCoefficients}, as a compact file has it, for weights that are regenerated");
        TargetMeaning meaning = Meaning(fields);
        FeatureTransform transform = Transform(path, file, fields, out string[] features);
        int width = fields.Integer(ModelMetadata.WidthKey, least: meaning.Outputs);
        if (fields.Integer(ModelMetadata.OutputsKey, 1) != meaning.Outputs)
            throw fields.Broken(ModelMetadata.OutputsKey, $"must be {meaning.Outputs}, as task and classes say");
        if (fields.Integer(ModelMetadata.DimensionKey, 1) != transform.OutputDimension)
            throw fields.Broken(ModelMetadata.DimensionKey, $"must be {transform.OutputDimension}, as the transform says");
        OutputWiring wiring = fields.Name<OutputWiring>(ModelMetadata.WiringKey);
        RequireShapes(file, compact, width, transform.OutputDimension, wiring == OutputWiring.Grouped ? 1 : meaning.Outputs, wiring);
        long bytes = WideNetwork.BytesFor(width, transform.OutputDimension, wiring == OutputWiring.Grouped ? 1 : meaning.Outputs, weights);
        if (bytes > MemoryBudget.Available)
            throw fields.Broken(ModelMetadata.WidthKey, $"must fit in memory: {MemoryBudget.Text(bytes)} needed, {MemoryBudget.Text(MemoryBudget.Available)} there");

        TrainingSummary? training = fields.Has(ModelMetadata.TrainingKey) ? fields.Json(ModelMetadata.TrainingKey, ModelJson.Default.TrainingSummary) : null;
        var core = new NetworkCore(
            width, transform.OutputDimension, meaning.Outputs, (float)fields.Number(ModelMetadata.ShiftKey, 0, 8), wiring, fields.Seed(ModelMetadata.SeedKey), draw: compact, weights);
        try
        {
            var network = new WideNetwork(core, transform, meaning, features) { Training = training };
            if (compact) network.Compact = CompactModel.Apply(path, file, core);
            else ReadWeights(path, file, core);
            return network;
        }
        catch
        {
            core.Dispose();
            throw;
        }
    }

    private static SafetensorsReader Open(string path)
    {
        try
        {
            return SafetensorsReader.Open(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException(path, 0, null, "the model file must be readable", error.Message, error);
        }
    }

    private static TargetMeaning Meaning(MetadataFields fields)
    {
        TaskKind task = fields.Name<TaskKind>(ModelMetadata.TaskKey);
        string[] classes = fields.Json(ModelMetadata.ClassesKey, ModelJson.Default.StringArray);
        if (task == TaskKind.Unlabelled) throw fields.Broken(ModelMetadata.TaskKey, "must be Classification or Regression");
        if (task == TaskKind.Regression ? classes.Length != 0 : classes.Length < 2 || classes.Contains(null) || classes.Distinct().Count() != classes.Length)
            throw fields.Broken(ModelMetadata.ClassesKey, "must be at least two different names for classification and none for regression");
        double mean = fields.Number(ModelMetadata.TargetMeanKey, double.MinValue, double.MaxValue);
        double scale = fields.Number(ModelMetadata.TargetScaleKey, double.Epsilon, double.MaxValue);
        return new TargetMeaning(task, classes, mean, scale);
    }

    private static FeatureTransform Transform(string path, SafetensorsReader file, MetadataFields fields, out string[] features)
    {
        features = fields.Json(ModelMetadata.FeaturesKey, ModelJson.Default.StringArray);
        int length = fields.Integer(ModelMetadata.InputsKey, 1);
        if (features.Contains(null) || (features.Length != 0 && features.Length != length))
            throw fields.Broken(ModelMetadata.FeaturesKey, $"must be {length} names, or none");
        file.Require(ModelTensors.Mean, TensorType.F64, length);
        file.Require(ModelTensors.Scale, TensorType.F64, length);
        double[] mean = new double[length], scale = new double[length];
        file.Read<double>(ModelTensors.Mean, mean);
        file.Read<double>(ModelTensors.Scale, scale);
        try
        {
            return new FeatureTransform(mean, scale, fields.Number(ModelMetadata.ConstantKey, 0, double.MaxValue));
        }
        catch (ArgumentException error)
        {
            throw new InputException(path, 0, "transform", "the transform must be valid", error.Message, error);
        }
    }

    /// <summary>The tensors bound width and dimension by the length of the file, before anything is allocated for them.</summary>
    private static void RequireShapes(SafetensorsReader file, bool compact, long width, long dimension, long signsOfNeuron, OutputWiring wiring)
    {
        if (compact)
        {
            file.Require(ModelTensors.Offsets, TensorType.I64, width + 1);
            return;
        }

        file.Require(ModelTensors.Weights, TensorType.F32, width, dimension);
        if (wiring == OutputWiring.Grouped) file.Require(ModelTensors.Signs, TensorType.F32, width);
        else file.Require(ModelTensors.Signs, TensorType.F32, width, signsOfNeuron);
    }

    private static void ReadWeights(string path, SafetensorsReader file, NetworkCore core)
    {
        file.ReadChunks<float>(ModelTensors.Weights, (first, chunk) =>
        {
            for (int i = 0; i < chunk.Length; i++)
            {
                if (!float.IsFinite(chunk[i])) throw FormatError.At(path, $"{ModelTensors.Weights}[{first + i}]", "every weight must be finite", $"{chunk[i]}");
            }

            chunk.CopyTo(core.Weights.Slice(first, chunk.Length));
        });
        file.ReadChunks<float>(ModelTensors.Signs, (first, chunk) =>
        {
            for (int i = 0; i < chunk.Length; i++)
            {
                if (MathF.Abs(chunk[i]) != 1) throw FormatError.At(path, $"{ModelTensors.Signs}[{first + i}]", "every sign must be +1 or -1", $"{chunk[i]}");
            }

            chunk.CopyTo(core.Signs.Slice(first, chunk.Length));
        });
    }
}

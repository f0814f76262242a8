using System.Diagnostics;
using Engine.Kernels;

namespace Engine;

/// <summary>Adapts one hidden layer of a pretrained plain ReLU network: made sparse by shifts, then trained by the structure of rows delta (x) h, exactly.</summary>
/// <remarks>arXiv 2112.07628 motivates its structure so: as fine-tuning on top of a pretrained matrix. NOTES.md says what differs.</remarks>
public sealed class FineTuner : IDisposable
{
    private readonly FineTuningOptions _options;
    private readonly Checkpoint _checkpoint;
    private readonly int _layer;

    private FineTuner(DeepNetwork model, Checkpoint checkpoint, FineTuningOptions options, int layer) =>
        (Model, _checkpoint, _options, _layer) = (model, checkpoint, options, layer);

    /// <summary>The network: as it was loaded, until <see cref="Sparsify"/> and <see cref="Adapt"/> change it.</summary>
    public DeepNetwork Model { get; }

    /// <summary>The adapted layer, from 0.</summary>
    public int Layer => _layer;

    /// <summary>Its number in the checkpoint.</summary>
    public int LayerNumber => _checkpoint.Numbers[_layer];

    /// <summary>Loads a checkpoint.</summary>
    /// <param name="path">A safetensors file of linear layers with ReLUs between them.</param>
    /// <param name="data">What it will be adapted to: says what the outputs stand for. Class i of the data, in their order, is output i; classes beyond the
    /// outputs get random readout rows.</param>
    /// <param name="options">Settings; null takes the defaults.</param>
    /// <exception cref="InputException">The file breaks a rule, or does not fit the data.</exception>
    /// <exception cref="ArgumentException">A setting is out of range.</exception>
    public static FineTuner Load(string path, Dataset data, FineTuningOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(data);
        options ??= new FineTuningOptions();
        options.Validate();
        TargetMeaning meaning = TargetMeaning.Of(data);
        // A regression network that was trained elsewhere gives values, not standardised ones.
        if (meaning.Task == TaskKind.Regression) meaning = new TargetMeaning(TaskKind.Regression, [], 0, 1);
        Checkpoint checkpoint = Checkpoint.Load(path, options.Names);
        try
        {
            int layer = options.Layer ?? checkpoint.Layers.Count - 2, outputs = checkpoint.Layers[^1].Units;
            if (layer > checkpoint.Layers.Count - 2)
                throw new InputException(path, 0, null, $"the layer must be a hidden one: at most {checkpoint.Layers.Count - 2}", $"{layer}");
            if (data.Dimension != checkpoint.Layers[0].Inputs)
                throw new InputException(data.Source, 0, null, $"the network takes {checkpoint.Layers[0].Inputs} features a row", $"{data.Dimension}");
            int needed = meaning.Task == TaskKind.Classification ? Math.Max(meaning.ClassNames.Count, 1) : 1;
            if (outputs > needed && !(needed == 2 && outputs == 1))
                throw new InputException(path, 0, null, $"the network must have at most as many outputs as the data have classes or values, {needed}", $"{outputs}");
            return new FineTuner(checkpoint.ToNetwork(meaning, options.Form, data.FeatureNames, options.Seed), checkpoint, options, layer);
        }
        catch
        {
            checkpoint.Dispose();
            throw;
        }
    }

    /// <summary>Gives the adapted layer a shift, and the one below it where that is asked for: the quantile of pre-activations on the data that leaves the fire fraction. Never below 0, so
    /// that nothing fires that did not before.</summary>
    /// <param name="data">Samples; labels are not looked at.</param>
    /// <returns>What fires then, layer by layer.</returns>
    /// <exception cref="InputException">The number of features differs.</exception>
    public IReadOnlyList<FireStatistics> Sparsify(Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        Model.RequireFeatures(data);
        using var team = new WorkerTeam(_options.Training.Threads);
        LayerStack stack = Model.Stack;
        ActiveRows h = ActiveRows.FromDense(Model.Transform.Apply(data), Model.InputDimension, constant: true);
        for (int l = 0; l <= _layer; l++)
        {
            if (FractionOf(l) is { } share) stack.Layers[l].Shift = Quantile(stack.Layers[l], share, h, team);
            h = stack.Next(l, h, stack.Layers[l].Weights.Scratch(), team);
        }

        return Model.FireStatistics(data);
    }

    /// <summary>Trains the layer and folds shifts into biases where the form allows.</summary>
    /// <param name="data">Samples with targets.</param>
    /// <param name="progress">Receives one record per step.</param>
    /// <param name="cancellation">Ends training early; the result says so.</param>
    public TrainingResult Adapt(Dataset data, IProgress<StepMetrics>? progress = null, CancellationToken cancellation = default)
    {
        TrainingResult result = DeepTrainer.FitLayer(Model, data, _options.Training, _layer, progress, cancellation);
        foreach (HiddenLayer layer in Model.Stack.Layers) layer.FoldShift();
        return result;
    }

    /// <summary>What was added to the adapted layer, bias included, as B A of the smallest rank that leaves a relative error of 1e-3, or of a given rank.</summary>
    /// <param name="rank">Largest rank; null for no limit.</param>
    public LowRankDelta Delta(int? rank = null)
    {
        DenseLayer before = _checkpoint.Layers[_layer];
        HiddenLayer after = Model.Stack.Layers[_layer];
        return LowRankDelta.Of(before, after, rank);
    }

    /// <summary>Writes a delta as <c>layers.N.lora_B</c> (out, rank) and <c>layers.N.lora_A</c> (rank, in) with weight += B A, and the biases that changed, whole: those of the adapted
    /// layer, and of the one below it where that was given a shift. Hard thresholds, which no bias can say, are in the metadata.</summary>
    /// <param name="path">Target in an existing folder.</param>
    /// <param name="delta">What <see cref="Delta"/> gave.</param>
    /// <param name="cancellation">Until the file is complete, ends the writing.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void SaveDelta(string path, LowRankDelta delta, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(delta);
        string name = _options.Names.Weight(LayerNumber), stem = name.Replace("weight", "", StringComparison.Ordinal);
        var a = new float[(long)delta.Rank * delta.Inputs];
        for (int c = 0; c < delta.Rank; c++)
        {
            for (int j = 0; j < delta.Inputs; j++) a[c * delta.Inputs + j] = delta.A[c * (delta.Inputs + 1) + j];
        }

        var tensors = new List<TensorSource>
        {
            TensorSource.From<float>($"{stem}lora_B", delta.B.ToArray(), delta.Units, delta.Rank),
            TensorSource.From<float>($"{stem}lora_A", a, delta.Rank, delta.Inputs),
        };
        var metadata = new Dictionary<string, string> { ["format"] = "engine.low-rank-delta.1", ["weight"] = name, ["rank"] = $"{delta.Rank}" };
        for (int l = 0; l <= _layer; l++)
        {
            if (FractionOf(l) is null) continue;
            HiddenLayer layer = Model.Stack.Layers[l];
            tensors.Add(TensorSource.From<float>(_options.Names.Bias(_checkpoint.Numbers[l]), layer.PlainBias(), layer.Units));
            if (layer.Form == ShiftForm.HardThreshold)
                metadata[$"threshold.{_checkpoint.Numbers[l]}"] = layer.Shift.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        SafetensorsWriter.Write(path, tensors, metadata, cancellation);
    }

    /// <summary>Adapts the same layer of the dense network by Adam, as a measure: squared loss, minibatches of 64, rate 1e-3.</summary>
    /// <param name="train">Samples with targets.</param>
    /// <param name="test">Scored at the end.</param>
    /// <param name="epochs">Times through the samples.</param>
    /// <param name="cancellation">Ends the training with an exception.</param>
    public DenseComparison CompareDense(Dataset train, Dataset test, int epochs = 50, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(test);
        using DeepNetwork start = _checkpoint.ToNetwork(Model.Meaning, ShiftForm.Continuous, Model.FeatureNames, _options.Seed);
        using var dense = Checkpoint.From(start);
        using var team = new WorkerTeam(_options.Training.Threads);
        long began = Stopwatch.GetTimestamp();
        using (var trainer = new DenseTrainer(dense.Layers, [.. dense.Layers.Select((_, l) => l == _layer)], batch: 64, rate: 1e-3f, team))
            trainer.Train(Model.Transform.Apply(train), Model.Meaning.TargetsOf(train), epochs, _options.Seed, cancellation);
        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        using DeepNetwork trained = dense.ToNetwork(Model.Meaning, ShiftForm.Continuous, Model.FeatureNames, _options.Seed);
        return new DenseComparison(trained.Evaluate(train), trained.Evaluate(test), seconds, epochs);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Model.Dispose();
        _checkpoint.Dispose();
    }

    /// <summary>The share of a layer's units that is to fire; null where no shift is given.</summary>
    private double? FractionOf(int layer) => layer == _layer ? _options.FireFraction : layer == _layer - 1 ? _options.FireBelow : null;

    /// <summary>The pre-activation that leaves the share asked for above it, over all units and samples.</summary>
    private float Quantile(HiddenLayer layer, double share, ActiveRows inputs, WorkerTeam team)
    {
        var positive = new ActiveRows(inputs.Count, layer.Units);
        layer.Weights.CollectAbove(inputs, 0, positive, layer.Weights.Scratch(), team);
        var values = new float[positive.Entries];
        for (int i = 0, at = 0; i < positive.Count; at += positive.Values(i++).Length) positive.Values(i).CopyTo(values.AsSpan(at));
        Array.Sort(values);
        long kept = (long)(share * layer.Units * inputs.Count);
        return kept >= values.Length ? 0 : values[values.Length - 1 - kept];
    }
}

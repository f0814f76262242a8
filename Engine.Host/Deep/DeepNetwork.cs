using Engine.Kernels;

namespace Engine;

/// <summary>A network of several wide hidden layers of shifted ReLUs: h_l = phi_b(W_l h_(l-1)), f = s A h_L. Prediction and training pay for the units that fire.</summary>
/// <remarks>Holds the weights, m_l m_(l-1) floats a layer. Reference: arXiv 2112.07628; what differs from it is in NOTES.md.</remarks>
public sealed partial class DeepNetwork : Network
{
    /// <summary>Stream of W_1 in the seed's family; those of further layers follow.</summary>
    internal const uint FirstWeightStream = 16;

    internal DeepNetwork(LayerStack stack, ulong seed, FeatureTransform transform, TargetMeaning meaning, IReadOnlyList<string> featureNames)
        : base(transform, meaning, featureNames) => (Stack, Seed) = (stack, seed);

    /// <summary>L, the number of hidden layers.</summary>
    public int Depth => Stack.Depth;

    /// <summary>m_1 .. m_L.</summary>
    public IReadOnlyList<int> Widths => [.. Stack.Layers.Select(layer => layer.Units)];

    /// <summary>b of each hidden layer. 0 where a bias has taken it in.</summary>
    public IReadOnlyList<double> Shifts => [.. Stack.Layers.Select(layer => (double)layer.Shift)];

    /// <summary>rho of each hidden layer before training: the share of units its shift lets fire on a sample, P(N &gt; b) for a standard normal N.</summary>
    public IReadOnlyList<double> FireFractions => [.. Stack.Layers.Select(layer => NormalDistribution.UpperTail(layer.Shift))];

    /// <summary>What a unit that fires passes on.</summary>
    public ShiftForm Form => Stack.Layers[0].Form;

    /// <summary>Whether what a hidden layer passes to the next one has unit length.</summary>
    public bool NormalizeHidden => Depth > 1 && Stack.Layers[0].Normalised;

    /// <summary>Which outputs a unit of the last layer feeds.</summary>
    public OutputWiring Wiring => Stack.Readout.Wiring;

    /// <inheritdoc/>
    public override int Outputs => Stack.Readout.Outputs;

    /// <inheritdoc/>
    public override ulong Seed { get; }

    internal LayerStack Stack { get; }

    /// <summary>Makes a network for a kind of data: fits the transform, reads the meaning of the targets, draws the weights.</summary>
    /// <param name="data">Training data with targets.</param>
    /// <param name="options">Widths, seed, shift, form, wiring, transform; null takes the defaults.</param>
    /// <exception cref="ArgumentException">A setting is out of range, or the last layer is narrower than the number of outputs.</exception>
    /// <exception cref="InputException">The data have no targets, or no column varies.</exception>
    /// <exception cref="InsufficientMemoryException">The weights do not fit in this machine's memory.</exception>
    /// <remarks>sum of m_l m_(l-1) normal numbers: a few nanoseconds each.</remarks>
    public static DeepNetwork Create(Dataset data, DeepOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        options ??= new DeepOptions();
        options.Validate();
        TargetMeaning meaning = TargetMeaning.Of(data);
        FeatureTransform transform = FeatureTransform.Fit(data, options.Transform);
        int outputs = meaning.Outputs, inputs = transform.OutputDimension;
        if (options.Widths[^1] < outputs)
            throw new ArgumentException($"Widths[{options.Widths.Count - 1}] >= outputs does not hold: Widths[{options.Widths.Count - 1}]={options.Widths[^1]}, outputs={outputs}.", nameof(options));
        MemoryBudget.Require(WeightBytes(options.Widths, inputs, outputs, options.Wiring), $"W and a at widths {string.Join(", ", options.Widths)}");
        var layers = new HiddenLayer[options.Widths.Count];
        for (int l = 0; l < layers.Length; inputs = options.Widths[l++])
        {
            layers[l] = Layer(options, l, inputs, outputs);
            layers[l].Weights.Draw(new CounterRandom(options.Seed, FirstWeightStream + (uint)l));
        }

        double feeding = options.Wiring == OutputWiring.Grouped ? (double)inputs / outputs : inputs;
        double scale = options.OutputDeviation / Math.Sqrt(feeding * ShiftMoment.Square(options.Form, layers[^1].Shift));
        var readout = new Readout(inputs, outputs, options.Wiring, scale);
        new CounterRandom(options.Seed, NetworkCore.SignStream).FillSigns(readout.Values, 0);
        return new DeepNetwork(new LayerStack(layers, readout), options.Seed, transform, meaning, data.FeatureNames);
    }

    /// <summary>The share of units that fire on the samples of a data set, layer by layer.</summary>
    /// <param name="data">Raw samples; labels are not looked at.</param>
    /// <exception cref="InputException">The number of features differs, or a row has no direction after the transform.</exception>
    public IReadOnlyList<FireStatistics> FireStatistics(Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        RequireFeatures(data);
        using var team = new WorkerTeam();
        ActiveRows h = ActiveRows.FromDense(Transform.Apply(data), Transform.OutputDimension, Stack.Layers[0].HasBias);
        var result = new List<FireStatistics>();
        for (int l = 0; l < Depth; l++)
        {
            h = Stack.Next(l, h, Stack.Layers[l].Weights.Scratch(), team);
            result.Add(Engine.FireStatistics.Of(h, Stack.Layers[l].Units));
        }

        GC.KeepAlive(this);
        return result;
    }

    /// <inheritdoc/>
    public override void Dispose() => Stack.Dispose();

    internal override void Forward(ReadOnlySpan<float> rows, Span<double> outputs) => Stack.Forward(rows, outputs);

    /// <summary>Bytes of the weights of a network.</summary>
    internal static long WeightBytes(IReadOnlyList<int> widths, int inputs, int outputs, OutputWiring wiring)
    {
        long bytes = 0, below = inputs;
        foreach (int width in widths)
        {
            bytes += UnitPanels.BytesFor(width, below);
            below = width;
        }

        return bytes + below * (wiring == OutputWiring.Grouped ? 1 : outputs) * sizeof(float);
    }

    private static HiddenLayer Layer(DeepOptions options, int layer, int inputs, int outputs)
    {
        bool last = layer + 1 == options.Widths.Count;
        float shift = options.ShiftFor(layer, outputs);
        return new HiddenLayer
        {
            Weights = new UnitPanels(options.Widths[layer], inputs),
            Shift = shift,
            Form = options.Form,
            // Rows of unit length on average; the last layer's constant is the readout's.
            Gain = last ? 1 : (float)Math.Sqrt(1 / (options.Widths[layer] * ShiftMoment.Square(options.Form, shift))),
            Normalised = !last && (options.NormalizeHidden ?? true),
            HasBias = false,
        };
    }
}

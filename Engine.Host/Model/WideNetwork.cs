namespace Engine;

/// <summary>
/// A two-layer network with one very wide hidden layer: f(x) = s sum_r a_r max(&lt;w_r, x&gt; - b, 0). W is trained, a is fixed. The transform
/// from raw features to unit rows and the meaning of the outputs belong to it.
/// </summary>
/// <remarks>
/// Predictions may run on any number of threads at once; training changes the weights and must run alone. Holds m d + m floats outside the
/// managed heap, m where weights are regenerated: dispose it, or leave that to the finaliser.
/// </remarks>
public sealed partial class WideNetwork : IDisposable
{
    internal WideNetwork(NetworkCore core, FeatureTransform transform, TargetMeaning meaning, IReadOnlyList<string> featureNames)
    {
        Core = core;
        Transform = transform;
        Meaning = meaning;
        FeatureNames = featureNames;
    }

    /// <summary>m.</summary>
    public int Width => Core.Width;

    /// <summary>Length of a raw row.</summary>
    public int InputDimension => Transform.InputDimension;

    /// <summary>d, length of a transformed row.</summary>
    public int Dimension => Core.Dimension;

    /// <summary>K: the number of classes, or 1 for two classes and for regression.</summary>
    public int Outputs => Core.Outputs;

    /// <summary>b; neuron r fires on x iff &lt;w_r, x&gt; &gt; b.</summary>
    public double Shift => Core.Shift;

    /// <summary>rho before training: the share of neurons that <see cref="Shift"/> lets fire on a sample, P(N &gt; b) for a standard normal N.</summary>
    public double FireFraction => NormalDistribution.UpperTail(Core.Shift);

    /// <summary>Which outputs a neuron feeds.</summary>
    public OutputWiring Wiring => Core.Wiring;

    /// <summary>Seed of W(0) and a.</summary>
    public ulong Seed => Core.Seed;

    /// <summary>Where W is.</summary>
    public WeightStorage Weights => Core.Storage;

    /// <summary>Classification or regression.</summary>
    public TaskKind Task => Meaning.Task;

    /// <summary>Classes, in the order <see cref="Classify(ReadOnlySpan{float})"/> numbers them; empty for regression.</summary>
    public IReadOnlyList<string> ClassNames => Meaning.ClassNames;

    /// <summary>Regression: a prediction is this plus <see cref="TargetScale"/> times the output, the mean of the training targets. Else 0.</summary>
    public double TargetMean => Meaning.Mean;

    /// <summary>Regression: the standard deviation of the training targets, or 1 when they were all equal. Else 1.</summary>
    public double TargetScale => Meaning.Scale;

    /// <summary>Names of the raw features; empty when the training data had none.</summary>
    public IReadOnlyList<string> FeatureNames { get; }

    /// <summary>From raw rows to unit rows.</summary>
    public FeatureTransform Transform { get; }

    /// <summary>How the weights came about; null before training.</summary>
    public TrainingSummary? Training { get; internal set; }

    /// <summary>Whether <see cref="Save"/> can write a compact file: coefficients were kept in training, or loaded.</summary>
    public bool HasCoefficients => Compact is not null;

    internal NetworkCore Core { get; }

    internal TargetMeaning Meaning { get; }

    /// <summary>C and the rows it combines, when the last run was asked to keep them and W(0) was the seed's.</summary>
    internal CompactWeights? Compact { get; set; }

    /// <summary>Makes a network for a kind of data: fits the transform, reads the meaning of the targets, draws W(0) and a.</summary>
    /// <param name="data">Training data with targets.</param>
    /// <param name="width">m.</param>
    /// <param name="seed">Seed of W(0) and a.</param>
    /// <exception cref="InputException">The data have no targets, or no column varies.</exception>
    public static WideNetwork Create(Dataset data, int width = 65_536, ulong seed = 1) =>
        Create(data, new NetworkOptions { Width = width, Seed = seed });

    /// <summary>Makes a network for a kind of data.</summary>
    /// <param name="data">Training data with targets.</param>
    /// <param name="options">Width, seed, shift, wiring, transform.</param>
    /// <exception cref="ArgumentException">A setting is out of range, or the width is below the number of outputs.</exception>
    /// <exception cref="InputException">The data have no targets, or no column varies.</exception>
    /// <exception cref="InsufficientMemoryException">The weights do not fit in this machine's memory.</exception>
    /// <remarks>m d normal numbers where weights are stored: a few nanoseconds each.</remarks>
    public static WideNetwork Create(Dataset data, NetworkOptions options)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        TargetMeaning meaning = TargetMeaning.Of(data);
        FeatureTransform transform = FeatureTransform.Fit(data, options.Transform);
        if (options.Width < meaning.Outputs)
            throw new ArgumentException($"Width >= outputs does not hold: Width={options.Width}, outputs={meaning.Outputs}.", nameof(options));
        int signs = options.Wiring == OutputWiring.Grouped ? 1 : meaning.Outputs;
        MemoryBudget.Require(BytesFor(options.Width, transform.OutputDimension, signs, options.Weights), $"{(options.Weights == WeightStorage.Stored ? "W and a" : "a")} at width {options.Width}");
        var core = new NetworkCore(
            options.Width, transform.OutputDimension, meaning.Outputs, options.ShiftFor(meaning.Outputs), options.Wiring, options.Seed, storage: options.Weights);
        return new WideNetwork(core, transform, meaning, data.FeatureNames);
    }

    /// <summary>Bytes of W, where it is stored, and a.</summary>
    internal static long BytesFor(int width, int dimension, int signsOfNeuron, WeightStorage weights) =>
        (long)width * ((weights == WeightStorage.Stored ? dimension : 0) + signsOfNeuron) * sizeof(float);

    /// <summary>Frees the weights. Not while a prediction or training runs.</summary>
    public void Dispose() => Core.Dispose();
}

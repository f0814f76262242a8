namespace Engine;

/// <summary>A trained or trainable network: the transform from raw rows to its inputs, its outputs, and what they mean.</summary>
/// <remarks>
/// Predictions may run on any number of threads at once; training changes the weights and must run alone. Weights lie outside the managed heap: dispose it, or leave
/// that to the finaliser.
/// </remarks>
public abstract partial class Network : IDisposable
{
    private protected Network(FeatureTransform transform, TargetMeaning meaning, IReadOnlyList<string> featureNames) =>
        (Transform, Meaning, FeatureNames) = (transform, meaning, featureNames);

    /// <summary>Length of a raw row.</summary>
    public int InputDimension => Transform.InputDimension;

    /// <summary>K: the number of classes, or 1 for two classes and for regression.</summary>
    public abstract int Outputs { get; }

    /// <summary>Seed of the random weights and signs.</summary>
    public abstract ulong Seed { get; }

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

    /// <summary>From raw rows to the rows the network sees.</summary>
    public FeatureTransform Transform { get; }

    /// <summary>How the weights came about; null before training.</summary>
    public TrainingSummary? Training { get; internal set; }

    internal TargetMeaning Meaning { get; }

    /// <summary>Reads a network of either kind from a file that was written by its Save. Runs no code from the file.</summary>
    /// <param name="path">A safetensors file.</param>
    /// <param name="weights">Where W is to be. Regenerated weights need a compact file, and take the memory of that file.</param>
    /// <exception cref="InputException">The file is missing, malformed, of another version, or inconsistent; the message says where.</exception>
    public static Network Load(string path, WeightStorage weights = WeightStorage.Stored)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!Enum.IsDefined(weights)) throw new ArgumentException($"weights must be a defined value, found {(int)weights}.", nameof(weights));
        return ModelReader.Read(path, weights);
    }

    /// <summary>Writes the network to a safetensors file, as a whole or not at all.</summary>
    /// <param name="path">Target in an existing folder; replaced if it exists.</param>
    /// <param name="cancellation">Until the file is complete, ends the writing and leaves what was there.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <remarks>Equal networks give equal bytes.</remarks>
    public abstract void Save(string path, CancellationToken cancellation = default);

    /// <summary>Frees the weights. Not while a prediction or training runs.</summary>
    public abstract void Dispose();

    /// <summary>Computes the outputs for a batch of transformed rows; safe to call from several threads at once. A row's bits do not depend on its batch.</summary>
    /// <param name="rows">(count, d).</param>
    /// <param name="outputs">(count, K), overwritten.</param>
    internal abstract void Forward(ReadOnlySpan<float> rows, Span<double> outputs);
}

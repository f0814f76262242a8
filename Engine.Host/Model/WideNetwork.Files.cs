namespace Engine;

public sealed partial class WideNetwork
{
    /// <summary>Writes the network to a safetensors file, as a whole or not at all.</summary>
    /// <param name="path">Target in an existing folder; replaced if it exists.</param>
    /// <param name="compact">
    /// False stores W. True stores only C and the rows it combines; W(0) is drawn again from the seed when the file is loaded, and W has the
    /// same bits. Smaller when d is large against the coefficients of a neuron.
    /// </param>
    /// <param name="cancellation">Until the file is complete, ends the writing and leaves what was there.</param>
    /// <exception cref="InvalidOperationException">
    /// Compact was asked for, and the last training run did not keep its coefficients, which one from regenerated weights always does, or did not start at W(0).
    /// </exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <remarks>Equal networks give equal bytes, whether weights are stored or regenerated.</remarks>
    public void Save(string path, bool compact = false, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (compact && Compact is null)
        {
            throw new InvalidOperationException(
                "a compact file needs coefficients: train a fresh network with TrainingOptions.KeepCoefficients = true.");
        }

        SafetensorsWriter.Write(path, ModelTensors.Of(this, compact), ModelMetadata.Of(this, compact), cancellation);
        GC.KeepAlive(this);
    }

    /// <summary>Reads a network from a file written by <see cref="Save"/>. Runs no code from the file.</summary>
    /// <param name="path">A safetensors file.</param>
    /// <param name="weights">Where W is to be. Regenerated weights need a compact file, and take the memory of that file.</param>
    /// <exception cref="InputException">The file is missing, malformed, of another version, or inconsistent; the message says where.</exception>
    public static WideNetwork Load(string path, WeightStorage weights = WeightStorage.Stored)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!Enum.IsDefined(weights)) throw new ArgumentException($"weights must be a defined value, found {(int)weights}.", nameof(weights));
        return ModelReader.Read(path, weights);
    }
}

namespace Engine;

public sealed partial class DeepNetwork
{
    /// <inheritdoc/>
    public override void Save(string path, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        SafetensorsWriter.Write(path, DeepModelTensors.Of(this), DeepModelMetadata.Of(this), cancellation);
        GC.KeepAlive(this);
    }

    /// <summary>Reads a network from a file written by <see cref="Save"/>. Runs no code from the file.</summary>
    /// <param name="path">A safetensors file.</param>
    /// <exception cref="InputException">The file is missing, malformed, of another version or kind, or inconsistent; the message says where.</exception>
    public static DeepNetwork Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return ModelReader.ReadDeep(path);
    }
}

using System.Runtime.InteropServices;

namespace Engine;

/// <summary>One tensor to be written, with its bytes produced on demand.</summary>
/// <param name="Name">Unique in the file, and not <c>__metadata__</c>.</param>
/// <param name="Type">Element type.</param>
/// <param name="Shape">Row-major dimensions, each at least 0; empty for a scalar.</param>
/// <param name="WriteTo">Writes exactly the tensor's bytes, little-endian, in as many pieces as it likes.</param>
internal sealed record TensorSource(string Name, TensorType Type, IReadOnlyList<long> Shape, Action<Stream> WriteTo)
{
    // One write never holds up a cancellation for long.
    private const int ChunkBytes = 1 << 20;

    /// <summary>A tensor that is in memory already.</summary>
    /// <param name="name">Unique in the file.</param>
    /// <param name="values">Row-major elements; not copied.</param>
    /// <param name="shape">Dimensions; their product is the number of values.</param>
    /// <exception cref="ArgumentException">The shape does not hold exactly the values.</exception>
    internal static TensorSource From<T>(string name, ReadOnlyMemory<T> values, params long[] shape)
        where T : unmanaged
    {
        TensorType type = TensorTypes.Of<T>();
        if (!TensorTypes.TryByteLength(type, shape, out long bytes) || bytes / type.Size() != values.Length)
        {
            throw new ArgumentException(
                $"shape product == values does not hold: {name} has shape={TensorTypes.Describe(shape)}, values={values.Length}.",
                nameof(shape));
        }
        return new TensorSource(name, type, shape, stream => Copy(values.Span, ChunkBytes / type.Size(), stream));
    }

    private static void Copy<T>(ReadOnlySpan<T> values, int chunk, Stream stream)
        where T : unmanaged
    {
        for (; values.Length > chunk; values = values[chunk..])
            stream.Write(MemoryMarshal.AsBytes(values[..chunk]));
        stream.Write(MemoryMarshal.AsBytes(values));
    }
}

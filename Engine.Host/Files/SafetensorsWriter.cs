using System.Buffers.Binary;
using System.Text.Json;

namespace Engine;

/// <summary>Writes safetensors files: the same tensors and metadata give the same bytes.</summary>
internal static class SafetensorsWriter
{
    // The data part starts on a cache line, for readers that map the file.
    private const int Alignment = 64;

    private const long MaximumFront = SafetensorsHeader.PrefixBytes + SafetensorsHeader.MaximumBytes;

    /// <summary>Writes a file as a whole, or leaves what was there before.</summary>
    /// <param name="path">Target in an existing folder; replaced if it exists.</param>
    /// <param name="tensors">
    /// Stored by descending element size, else in the given order, so that each is aligned to its elements.
    /// </param>
    /// <param name="metadata">Free text, stored by ordinal order of its keys.</param>
    /// <param name="cancellation">Asked before each piece of data; the target is untouched when it fires.</param>
    /// <exception cref="ArgumentException">A name is used twice or reserved, a shape is invalid, or the header exceeds 64 MiB.</exception>
    /// <exception cref="InvalidOperationException">A tensor wrote more or fewer bytes than its shape holds.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="OperationCanceledException">Cancellation was requested.</exception>
    /// <remarks>Data stream through; memory is that of the header. A tensor may exceed 2 GiB.</remarks>
    internal static void Write(
        string path,
        IReadOnlyList<TensorSource> tensors,
        IReadOnlyDictionary<string, string> metadata,
        CancellationToken cancellation = default)
    {
        TensorSource[] ordered = [.. tensors.OrderByDescending(tensor => tensor.Type.Size())];
        var ends = new long[ordered.Length];
        long total = Layout(ordered, ends);
        byte[] header = Header(ordered, ends, metadata);
        void WriteAll(Stream stream)
        {
            stream.Write(header);
            long begin = 0;
            for (int i = 0; i < ordered.Length; i++)
            {
                using var window = new ExactLengthStream(stream, ordered[i].Name, ends[i] - begin, cancellation);
                ordered[i].WriteTo(window);
                window.RequireComplete();
                begin = ends[i];
            }
        }
        AtomicFile.Replace(path, header.Length + total, WriteAll, cancellation);
    }

    private static long Layout(TensorSource[] tensors, long[] ends)
    {
        var names = new HashSet<string>(StringComparer.Ordinal) { SafetensorsHeader.MetadataKey };
        long end = 0;
        for (int i = 0; i < tensors.Length; i++)
        {
            TensorSource tensor = tensors[i];
            if (!names.Add(tensor.Name))
                throw new ArgumentException($"tensor names are unique and not reserved does not hold: {tensor.Name}.", nameof(tensors));
            if (!TensorTypes.TryByteLength(tensor.Type, tensor.Shape, out long bytes) || bytes > long.MaxValue - MaximumFront - end)
            {
                throw new ArgumentException(
                    $"the file has at most 2^63 - 1 bytes does not hold: {tensor.Name} is {tensor.Type} {TensorTypes.Describe(tensor.Shape)}.",
                    nameof(tensors));
            }
            ends[i] = end += bytes;
        }
        return end;
    }

    // The length field, the JSON and the spaces that align the data.
    private static byte[] Header(TensorSource[] tensors, long[] ends, IReadOnlyDictionary<string, string> metadata)
    {
        using var buffer = new MemoryStream();
        buffer.Write(stackalloc byte[SafetensorsHeader.PrefixBytes]);
        using (var json = new Utf8JsonWriter(buffer)) WriteJson(json, tensors, ends, metadata);
        while (buffer.Length % Alignment != 0) buffer.WriteByte((byte)' ');

        long length = buffer.Length - SafetensorsHeader.PrefixBytes;
        if (length > SafetensorsHeader.MaximumBytes)
            throw new ArgumentException($"header bytes <= {SafetensorsHeader.MaximumBytes} does not hold: {length}.", nameof(tensors));
        byte[] header = buffer.ToArray();
        BinaryPrimitives.WriteUInt64LittleEndian(header, (ulong)length);
        return header;
    }

    private static void WriteJson(
        Utf8JsonWriter json, TensorSource[] tensors, long[] ends, IReadOnlyDictionary<string, string> metadata)
    {
        json.WriteStartObject();
        if (metadata.Count > 0)
        {
            json.WriteStartObject(SafetensorsHeader.MetadataKey);
            foreach ((string key, string value) in metadata.OrderBy(entry => entry.Key, StringComparer.Ordinal))
                json.WriteString(key, value);
            json.WriteEndObject();
        }
        for (int i = 0; i < tensors.Length; i++)
        {
            json.WriteStartObject(tensors[i].Name);
            json.WriteString(SafetensorsEntry.TypeKey, tensors[i].Type.ToString());
            WriteIntegers(json, SafetensorsEntry.ShapeKey, tensors[i].Shape);
            WriteIntegers(json, SafetensorsEntry.OffsetsKey, [i == 0 ? 0 : ends[i - 1], ends[i]]);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    private static void WriteIntegers(Utf8JsonWriter json, string name, IReadOnlyList<long> values)
    {
        json.WriteStartArray(name);
        foreach (long value in values) json.WriteNumberValue(value);
        json.WriteEndArray();
    }
}

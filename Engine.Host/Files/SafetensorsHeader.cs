using System.Text.Json;
using System.Text.Unicode;

namespace Engine;

/// <summary>The JSON header of a safetensors file, checked against the length of the data part.</summary>
/// <param name="Tensors">In the order of their data, which they cover without gap or overlap.</param>
/// <param name="Metadata">Free text by key; empty when the file has none.</param>
/// <remarks>Format: https://github.com/huggingface/safetensors, README, section "Format".</remarks>
internal sealed record SafetensorsHeader(IReadOnlyList<TensorInfo> Tensors, IReadOnlyDictionary<string, string> Metadata)
{
    /// <summary>The key that holds metadata instead of a tensor.</summary>
    internal const string MetadataKey = "__metadata__";

    /// <summary>Bytes of the length field in front of the header.</summary>
    internal const int PrefixBytes = sizeof(ulong);

    /// <summary>Longest header read or written. A tensor takes about 100 bytes of it.</summary>
    internal const int MaximumBytes = 64 << 20;

    // Root, tensor, shape.
    private const int Depth = 3;

    /// <summary>Parses and validates a header. Nothing is allocated in proportion to a number found in it.</summary>
    /// <param name="file">Path, for messages.</param>
    /// <param name="json">The header without its length field.</param>
    /// <param name="dataLength">Bytes behind the header.</param>
    /// <exception cref="InputException">The header breaks a rule of the format; see <see cref="FormatError"/>.</exception>
    internal static SafetensorsHeader Parse(string file, ReadOnlyMemory<byte> json, long dataLength)
    {
        if (json.Length == 0 || json.Span[0] != (byte)'{')
            throw FormatError.At(file, "header", "begins with '{'", json.Length == 0 ? "nothing" : $"byte {json.Span[0]}");
        if (!Utf8.IsValid(json.Span))
            throw FormatError.At(file, "header", "is UTF-8", "an invalid byte sequence");
        try
        {
            var options = new JsonDocumentOptions { MaxDepth = Depth, AllowDuplicateProperties = false };
            using JsonDocument document = JsonDocument.Parse(json, options);
            return Convert(file, document.RootElement, dataLength);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // System.Text.Json reports an unpaired surrogate escape as InvalidOperationException, when it decodes the string.
            throw FormatError.At(
                file, "header", $"is JSON, at most {Depth} deep, without duplicate names or unpaired surrogates", error.Message);
        }
    }

    private static SafetensorsHeader Convert(string file, JsonElement root, long dataLength)
    {
        var tensors = new List<TensorInfo>();
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (JsonProperty property in root.EnumerateObject())
        {
            if (property.NameEquals(MetadataKey)) ReadMetadata(file, property.Value, metadata);
            else tensors.Add(new SafetensorsEntry(file, property.Name, property.Value).ToTensor(dataLength));
        }
        tensors.Sort((a, b) => (a.Offset, a.ByteLength).CompareTo((b.Offset, b.ByteLength)));
        RequireCover(file, tensors, dataLength);
        return new SafetensorsHeader(tensors, metadata);
    }

    private static void ReadMetadata(string file, JsonElement value, Dictionary<string, string> metadata)
    {
        if (value.ValueKind != JsonValueKind.Object)
            throw FormatError.At(file, MetadataKey, "is an object", value.GetRawText());
        foreach (JsonProperty entry in value.EnumerateObject())
        {
            if (entry.Value.ValueKind != JsonValueKind.String)
                throw FormatError.At(file, $"{MetadataKey}.{entry.Name}", "is a string", entry.Value.GetRawText());
            metadata.Add(entry.Name, entry.Value.GetString()!);
        }
    }

    private static void RequireCover(string file, List<TensorInfo> sorted, long dataLength)
    {
        long end = 0;
        foreach (TensorInfo tensor in sorted)
        {
            if (tensor.Offset != end)
                throw FormatError.At(file, tensor.Name, $"begins at {end}, where the data before it end", $"{tensor.Offset}");
            end += tensor.ByteLength;
        }
        if (end != dataLength)
            throw FormatError.At(file, "data", $"are the {end} bytes of the tensors", $"{dataLength} bytes");
    }
}

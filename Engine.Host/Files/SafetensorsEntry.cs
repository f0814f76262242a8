using System.Text.Json;

namespace Engine;

/// <summary>One tensor of a safetensors header as it stands in the JSON, not yet trusted.</summary>
internal readonly struct SafetensorsEntry(string file, string name, JsonElement value)
{
    internal const string TypeKey = "dtype";
    internal const string ShapeKey = "shape";
    internal const string OffsetsKey = "data_offsets";

    /// <summary>Checks the entry by itself; whether tensors overlap is for the caller to see.</summary>
    /// <param name="dataLength">Bytes of the data part.</param>
    /// <exception cref="InputException">The entry breaks a rule of the format; see <see cref="FormatError"/>.</exception>
    internal TensorInfo ToTensor(long dataLength)
    {
        RequireExactlyThreeFields();
        TensorType type = ReadType();
        long[] shape = ReadIntegers(ShapeKey);
        long[] offsets = ReadIntegers(OffsetsKey);
        if (offsets is not [long begin, long end] || begin > end || end > dataLength)
        {
            throw FormatError.At(
                file, Field(OffsetsKey), $"is [begin, end] with begin <= end <= {dataLength}", TensorTypes.Describe(offsets));
        }
        if (!TensorTypes.TryByteLength(type, shape, out long bytes) || bytes != end - begin)
        {
            throw FormatError.At(
                file, Field(ShapeKey), $"fills the {end - begin} bytes of {OffsetsKey} with {type}", TensorTypes.Describe(shape));
        }
        return new TensorInfo(name, type, shape, begin, bytes);
    }

    private void RequireExactlyThreeFields()
    {
        bool complete = value.ValueKind == JsonValueKind.Object
            && value.GetPropertyCount() == 3
            && value.TryGetProperty(TypeKey, out _)
            && value.TryGetProperty(ShapeKey, out _)
            && value.TryGetProperty(OffsetsKey, out _);
        if (!complete)
            throw FormatError.At(file, name, $"is an object of {TypeKey}, {ShapeKey} and {OffsetsKey}", value.GetRawText());
    }

    private TensorType ReadType()
    {
        JsonElement element = value.GetProperty(TypeKey);
        if (element.ValueKind == JsonValueKind.String && TensorTypes.TryParse(element.GetString()!, out TensorType type))
            return type;
        throw FormatError.At(file, Field(TypeKey), "is a known element type", element.GetRawText());
    }

    private long[] ReadIntegers(string key)
    {
        JsonElement array = value.GetProperty(key);
        if (array.ValueKind != JsonValueKind.Array)
            throw FormatError.At(file, Field(key), "is an array of integers", array.GetRawText());
        var integers = new long[array.GetArrayLength()];
        int i = 0;
        foreach (JsonElement element in array.EnumerateArray())
        {
            if (element.ValueKind != JsonValueKind.Number || !element.TryGetInt64(out integers[i]) || integers[i] < 0)
                throw FormatError.At(file, Field(key), "holds integers from 0 to 2^63 - 1", element.GetRawText());
            i++;
        }
        return integers;
    }

    private string Field(string key) => $"{name}.{key}";
}

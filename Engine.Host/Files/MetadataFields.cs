using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Engine;

/// <summary>Reads metadata values, each by its rule; a broken one is an <see cref="InputException"/> that names file, key, rule and value.</summary>
internal sealed class MetadataFields(string file, IReadOnlyDictionary<string, string> values)
{
    /// <summary>Whether the key is there.</summary>
    public bool Has(string key) => values.ContainsKey(key);

    /// <summary>A text.</summary>
    public string Text(string key) => values.TryGetValue(key, out string? value)
        ? value
        : throw FormatError.At(file, $"metadata '{key}'", "the entry must be there", "none");

    /// <summary>One of some words.</summary>
    public string OneOf(string key, params ReadOnlySpan<string> words)
    {
        string value = Text(key);
        foreach (string word in words)
        {
            if (word == value) return value;
        }

        throw Broken(key, $"must be one of {string.Join(", ", words.ToArray())}");
    }

    /// <summary>A named value of an enumeration.</summary>
    public T Name<T>(string key)
        where T : struct, Enum
    {
        string value = Text(key);
        return Array.IndexOf(Enum.GetNames<T>(), value) >= 0 ? Enum.Parse<T>(value) : throw Broken(key, $"must be one of {string.Join(", ", Enum.GetNames<T>())}");
    }

    /// <summary>An integer of at least <paramref name="least"/>.</summary>
    public int Integer(string key, int least) =>
        int.TryParse(Text(key), NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value >= least
            ? value
            : throw Broken(key, $"must be an integer from {least} to {int.MaxValue}");

    /// <summary>A seed.</summary>
    public ulong Seed(string key) =>
        ulong.TryParse(Text(key), NumberStyles.None, CultureInfo.InvariantCulture, out ulong value) ? value : throw Broken(key, "must be an integer from 0 to 2^64 - 1");

    /// <summary>A number in [least, most].</summary>
    public double Number(string key, double least, double most) =>
        double.TryParse(Text(key), NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value >= least && value <= most && double.IsFinite(value)
            ? value
            : throw Broken(key, string.Create(CultureInfo.InvariantCulture, $"must be a number from {least:R} to {most:R}"));

    /// <summary>JSON of a known shape.</summary>
    public T Json<T>(string key, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(Text(key), type) ?? throw Broken(key, "must not be null");
        }
        catch (JsonException)
        {
            throw Broken(key, $"must be JSON for {typeof(T).Name}");
        }
    }

    /// <summary>The error for a value that breaks its rule.</summary>
    public InputException Broken(string key, string rule) => FormatError.At(file, $"metadata '{key}'", rule, Text(key));
}

namespace Engine.Cli;

/// <summary>The value of <c>--class-weights</c>: <c>balanced</c>, or <c>NAME=WEIGHT,...</c>. A name may hold equals signs, but no comma.</summary>
internal static class ClassWeightsText
{
    private const string Balanced = "balanced";

    /// <summary>Reads it.</summary>
    /// <exception cref="ArgumentException">An entry is not NAME=WEIGHT, a name occurs twice, or a weight is out of range.</exception>
    public static ClassWeights Parse(string text)
    {
        if (text == Balanced) return ClassWeights.Balanced;
        var named = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (string entry in text.Split(','))
        {
            int equals = entry.LastIndexOf('=');
            if (equals < 1 || !double.TryParse(entry[(equals + 1)..], out double weight) || !named.TryAdd(entry[..equals], weight))
                throw new ArgumentException($"--class-weights must be {Balanced} or NAME=WEIGHT,... with every name once, found '{entry}'.");
        }

        return ClassWeights.Of(named);
    }

    /// <summary>Writes it.</summary>
    public static string Of(ClassWeights weights) =>
        weights.Named is { } named ? string.Join(',', named.Select(entry => $"{entry.Key}={entry.Value:R}")) : Balanced;
}

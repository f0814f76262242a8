using System.Globalization;

namespace Engine;

/// <summary>Which column of a CSV file is what.</summary>
/// <param name="Width">Cells in every row.</param>
/// <param name="HasHeader">True when the first row holds names.</param>
/// <param name="Label">0-based position of the label; -1 when there is none to read.</param>
/// <param name="Features">0-based positions of the features, in the order of the data set.</param>
/// <param name="Names">All column names by position; empty without a header.</param>
/// <param name="Weights">0-based position of the weights; -1 when there are none.</param>
internal sealed record CsvLayout(int Width, bool HasHeader, int Label, int[] Features, string[] Names, int Weights)
{
    public string Column(int position) => Names.Length > 0 ? $"column '{Names[position]}'" : $"column {position}";

    /// <summary>Derives the layout from the first row.</summary>
    /// <param name="source">The file, for errors.</param>
    /// <param name="line">The line of the first row, for errors.</param>
    /// <param name="first">The cells of the first row.</param>
    /// <param name="label">Name or position of the label column; null for none.</param>
    /// <param name="options">What the caller knows about the file.</param>
    /// <exception cref="InputException">A name is missing or doubled, or no feature is left.</exception>
    public static CsvLayout Resolve(string source, int line, string[] first, string? label, CsvOptions options)
    {
        bool hasHeader = options.HasHeader ?? LooksLikeHeader(first, label);
        string[] names = hasHeader ? first : [];
        RequireDistinct(source, line, names);
        int labelAt = label is null ? -1 : Find(source, line, first.Length, names, label, "label");
        int weightsAt = options.Weights is null ? -1 : Find(source, line, first.Length, names, options.Weights, "weights");
        if (weightsAt >= 0 && weightsAt == labelAt) throw new InputException(source, line, "weights column", "label and weights must be different columns", options.Weights);
        int[] features = options.Features is not null && hasHeader
            ? FindFeatures(source, line, names, options.Features)
            : [.. Enumerable.Range(0, first.Length).Where(position => position != labelAt && position != weightsAt)];
        if (features.Length == 0)
            throw new InputException(source, line, null, "a row must hold at least one feature", string.Join(options.Delimiter, first));
        if (options.Features is { } expected && expected.Count != features.Length)
        {
            throw new InputException(source, line, null, $"a row must hold {expected.Count} features",
                features.Length.ToString(CultureInfo.InvariantCulture));
        }

        return new CsvLayout(first.Length, hasHeader, options.Task == TaskKind.Unlabelled ? -1 : labelAt, features, names, weightsAt);
    }

    // An empty cell is no evidence of a header: in a file without one it is a hole, and must be reported as such.
    private static bool LooksLikeHeader(string[] first, string? label)
    {
        if (label is not null && first.Contains(label) && !NumericText.TryNumber(label, out _)) return true;
        int labelAt = TryPosition(label, first.Length, out int position) ? position : -1;
        return first.Where((cell, at) => at != labelAt && cell.Length > 0 && !NumericText.TryNumber(cell, out _)).Any();
    }

    private static void RequireDistinct(string source, int line, string[] names)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (int position = 0; position < names.Length; position++)
        {
            if (!seen.Add(names[position]))
                throw new InputException(source, line, $"column {position}", "column names must differ", names[position]);
        }
    }

    private static int Find(string source, int line, int width, string[] names, string wanted, string what)
    {
        int named = Array.IndexOf(names, wanted);
        if (named >= 0) return named;
        if (TryPosition(wanted, width, out int position)) return position;
        string rule = names.Length > 0
            ? $"the {what} must be one of the columns {string.Join(", ", names)} or a position below {width}"
            : $"the {what} must be a position below {width}, because the file has no header";
        throw new InputException(source, line, $"{what} column", rule, wanted);
    }

    // Negative positions count from the end.
    private static bool TryPosition(string? label, int width, out int position)
    {
        if (!int.TryParse(label, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out position)) return false;
        if (position < 0) position += width;
        return (uint)position < (uint)width;
    }

    private static int[] FindFeatures(string source, int line, string[] names, IReadOnlyList<string> wanted)
    {
        var positions = new int[wanted.Count];
        for (int i = 0; i < positions.Length; i++)
        {
            positions[i] = Array.IndexOf(names, wanted[i]);
            if (positions[i] < 0)
            {
                throw new InputException(source, line, $"column '{wanted[i]}'",
                    "every feature of the model must be a column of the file", string.Join(", ", names));
            }
        }

        return positions;
    }
}

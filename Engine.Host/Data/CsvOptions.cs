namespace Engine;

/// <summary>How to read a table of comma-separated values. Numbers are always in the invariant culture.</summary>
public sealed record CsvOptions
{
    /// <summary>
    /// Whether the first row holds names. Null, the default, looks: it does when a cell in a feature position is
    /// neither empty nor a number, or when a cell equals the name of the label column.
    /// </summary>
    public bool? HasHeader { get; init; }

    /// <summary>The character between cells; a comma by default. ASCII, and neither a quote nor a line break.</summary>
    public char Delimiter { get; init; } = ',';

    /// <summary>
    /// What the label column holds; null, the default, applies the rule stated on <see cref="Dataset"/>.
    /// <see cref="TaskKind.Unlabelled"/> leaves the label column out without reading it.
    /// </summary>
    public TaskKind? Task { get; init; }

    /// <summary>
    /// The column that says how much each row counts in training (<see cref="Dataset.Weights"/>), by name or position like the label: finite, above 0.
    /// It is not a feature. Null, the default: none.
    /// </summary>
    public string? Weights { get; init; }

    /// <summary>
    /// The features expected, in order; null, the default, takes every column but label and weights. In a file with a header
    /// they are found by name, whatever the order, and other columns are ignored; without one, only their number is checked.
    /// </summary>
    public IReadOnlyList<string>? Features { get; init; }

    /// <summary>
    /// The classes expected, in the order of their codes, so that labels agree with a model's; null, the default,
    /// collects them from the file. With them, one class alone is accepted and the task is classification.
    /// </summary>
    public IReadOnlyList<string>? Classes { get; init; }
}

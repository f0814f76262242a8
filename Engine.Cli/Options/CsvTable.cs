namespace Engine.Cli;

/// <summary>How to read a CSV table, as far as the user says.</summary>
/// <param name="Label">The label column, by name or position; null when there is none to name.</param>
/// <param name="HasHeader">Whether the first row names the columns; null looks.</param>
/// <param name="Delimiter">Between cells.</param>
/// <param name="Weights">The column of weights, by name or position; null for none.</param>
internal sealed record CsvTable(string? Label, bool? HasHeader, char Delimiter, string? Weights = null)
{
    /// <summary>The same for the library, with columns and classes as a network knows them.</summary>
    /// <param name="network">Names features and classes; null takes them from the file.</param>
    /// <param name="task">What the label column holds; null decides.</param>
    public CsvOptions For(WideNetwork? network, TaskKind? task) => new()
    {
        HasHeader = HasHeader,
        Delimiter = Delimiter,
        Weights = Weights,
        Task = task,
        Classes = task == TaskKind.Classification ? network?.ClassNames : null,
        // A network trained on data without names takes the columns as they come.
        Features = network?.FeatureNames.Count > 0 ? network.FeatureNames : null,
    };
}

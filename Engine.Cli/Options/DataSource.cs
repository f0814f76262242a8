namespace Engine.Cli;

/// <summary>A data file with targets that the user named, and how to read it.</summary>
/// <param name="Path">The file.</param>
/// <param name="LabelsPath">The file of targets, for NPY and IDX.</param>
/// <param name="Format">The format; never <see cref="DataFormat.Auto"/>.</param>
/// <param name="Table">For CSV.</param>
internal sealed record DataSource(string Path, string? LabelsPath, DataFormat Format, CsvTable Table)
{
    /// <summary>Reads features and targets as the file has them.</summary>
    /// <param name="task">What the targets are; null decides by the rule stated on <see cref="Dataset"/>.</param>
    /// <exception cref="InputException">The file breaks a rule, or there are no targets.</exception>
    public Dataset Read(TaskKind? task) => Read(network: null, task);

    /// <summary>Reads features and targets as a network knows them.</summary>
    /// <exception cref="InputException">The file breaks a rule, there are no targets, or they are not the network's.</exception>
    public Dataset ReadFor(Network network) => Read(network, network.Task);

    private Dataset Read(Network? network, TaskKind? task)
    {
        bool binary = Format is DataFormat.Npy or DataFormat.Idx;
        if (binary && LabelsPath is null)
            throw new InputException(Path, 0, null, "an NPY or IDX file needs a second one with its targets, --labels FILE", "none");
        if (!binary && LabelsPath is not null)
            throw new InputException(Path, 0, null, "--labels is for NPY and IDX; this file has its targets inside", LabelsPath);
        IReadOnlyList<string>? classes = task == TaskKind.Classification ? network?.ClassNames : null;
        return Format switch
        {
            DataFormat.Libsvm => Dataset.FromLibSvm(Path, task, network?.InputDimension, classes),
            DataFormat.Npy => Dataset.FromNpy(Path, LabelsPath, task, classes),
            DataFormat.Idx => Dataset.FromIdx(Path, LabelsPath, task, classes),
            _ => Dataset.FromCsv(Path, Table.Label, Table.For(network, task)),
        };
    }
}

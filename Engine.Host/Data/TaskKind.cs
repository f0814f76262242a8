namespace Engine;

/// <summary>What a data set asks a model to predict.</summary>
public enum TaskKind
{
    /// <summary>One real number per row, in <see cref="Dataset.Targets"/>.</summary>
    Regression,

    /// <summary>One of at least two named classes per row, in <see cref="Dataset.Labels"/>.</summary>
    Classification,

    /// <summary>Nothing: the rows have features only.</summary>
    Unlabelled,
}

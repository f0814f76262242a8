namespace Engine;

/// <summary>What is known about the answers: codes of classes, or numbers, or nothing.</summary>
/// <param name="Task">Which of the two arrays is filled.</param>
/// <param name="ClassNames">Names by code; empty unless <see cref="TaskKind.Classification"/>.</param>
/// <param name="Labels">One code per row; empty unless <see cref="TaskKind.Classification"/>.</param>
/// <param name="Values">One number per row; empty unless <see cref="TaskKind.Regression"/>.</param>
internal sealed record DatasetTargets(TaskKind Task, string[] ClassNames, int[] Labels, double[] Values)
{
    public static DatasetTargets None { get; } = new(TaskKind.Unlabelled, [], [], []);

    public static DatasetTargets Numbers(double[] values) => new(TaskKind.Regression, [], [], values);

    public static DatasetTargets Classes(string[] names, int[] labels) => new(TaskKind.Classification, names, labels, []);

    public DatasetTargets Select(ReadOnlySpan<int> rows) =>
        this with { Labels = Pick(Labels, rows), Values = Pick(Values, rows) };

    /// <summary>The values of some rows; none where there are none.</summary>
    public static T[] Pick<T>(T[] all, ReadOnlySpan<int> rows)
    {
        if (all.Length == 0) return all;
        var picked = new T[rows.Length];
        for (int i = 0; i < rows.Length; i++) picked[i] = all[rows[i]];
        return picked;
    }
}

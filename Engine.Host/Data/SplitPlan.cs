namespace Engine;

/// <summary>Decides which rows train and which test.</summary>
internal static class SplitPlan
{
    public static DatasetSplit Apply(Dataset data, double testFraction, ulong seed)
    {
        if (!(testFraction > 0 && testFraction < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(testFraction), testFraction,
                $"0 < testFraction < 1 does not hold: testFraction={testFraction}.");
        }

        int[] quota = TestRowsPerGroup(data, testFraction);
        int testCount = quota.Sum();
        if (testCount == 0)
        {
            throw new ArgumentException(
                $"the test part needs at least one row: testFraction={testFraction}, Count={data.Count}, classes={data.ClassNames.Count}.",
                nameof(testFraction));
        }

        int[] order = Permutation.Draw(data.Count, seed);
        var train = new int[data.Count - testCount];
        var test = new int[testCount];
        int trained = 0, tested = 0;
        foreach (int row in order)
        {
            if (quota[Group(data, row)]-- > 0) test[tested++] = row;
            else train[trained++] = row;
        }

        return new DatasetSplit(data.Select(train), data.Select(test));
    }

    // Rows without a class form one group.
    private static int Group(Dataset data, int row) => data.Task == TaskKind.Classification ? data.Labels[row] : 0;

    private static int[] TestRowsPerGroup(Dataset data, double testFraction)
    {
        var size = new int[Math.Max(1, data.ClassNames.Count)];
        for (int row = 0; row < data.Count; row++) size[Group(data, row)]++;
        return Array.ConvertAll(size, rows =>
            Math.Clamp((int)Math.Round(rows * testFraction, MidpointRounding.AwayFromZero), 0, Math.Max(0, rows - 1)));
    }
}

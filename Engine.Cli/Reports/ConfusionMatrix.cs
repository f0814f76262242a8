namespace Engine.Cli;

/// <summary>How often each class was taken for which.</summary>
internal static class ConfusionMatrix
{
    /// <summary>Counts rows by true class, then by predicted class.</summary>
    /// <param name="network">A network that classifies.</param>
    /// <param name="data">Labelled in the network's classes.</param>
    public static int[][] Of(Network network, Dataset data)
    {
        int[][] counts = [.. network.ClassNames.Select(_ => new int[network.ClassNames.Count])];
        int[] predicted = network.Classify(data);
        for (int i = 0; i < predicted.Length; i++) counts[data.Labels[i]][predicted[i]]++;
        return counts;
    }

    /// <summary>Writes the counts as a table; zeros are dots, so that errors stand out.</summary>
    public static void Write(TextWriter target, IReadOnlyList<string> classes, int[][] counts)
    {
        int nameWidth = Math.Max("true".Length, classes.Max(name => name.Length));
        int width = Math.Max(classes.Max(name => name.Length), counts.Max(row => row.Max()).ToString().Length) + 2;
        target.WriteLine();
        target.WriteLine($"{"true".PadRight(nameWidth)}  predicted");
        target.WriteLine(new string(' ', nameWidth) + string.Concat(classes.Select(name => name.PadLeft(width))));
        for (int row = 0; row < counts.Length; row++)
        {
            IEnumerable<string> cells = counts[row].Select(count => (count == 0 ? "." : count.ToString()).PadLeft(width));
            target.WriteLine(classes[row].PadRight(nameWidth) + string.Concat(cells));
        }
    }
}

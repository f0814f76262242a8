namespace Engine.Perf;

/// <summary>The 10,000 test images of MNIST, which this repository does not hold.</summary>
internal static class MnistFiles
{
    /// <summary>Environment variable that names their folder.</summary>
    public const string Variable = "ENGINE_MNIST";

    private const string Images = "t10k-images-idx3-ubyte", Labels = "t10k-labels-idx1-ubyte";

    /// <summary>Reads images and labels, gzip or plain, whatever comes before their names.</summary>
    /// <exception cref="ComparisonFailedException">The variable is not set, or a file is missing.</exception>
    public static Dataset Read()
    {
        string? folder = Environment.GetEnvironmentVariable(Variable);
        if (folder is null || !Directory.Exists(folder))
            throw new ComparisonFailedException($"not run: set {Variable} to the folder with {Images}.gz and {Labels}.gz (Y. LeCun, C. Cortes, C. Burges).");
        return Dataset.FromIdx(Find(folder, Images), Find(folder, Labels));
    }

    private static string Find(string folder, string name) =>
        Directory.EnumerateFiles(folder).FirstOrDefault(path => Path.GetFileName(path).Contains(name, StringComparison.Ordinal))
        ?? throw new ComparisonFailedException($"not run: {folder} holds no {name} or {name}.gz.");
}

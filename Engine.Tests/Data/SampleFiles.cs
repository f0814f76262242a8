namespace Engine.Tests.Data;

/// <summary>Finds the data sets in <c>samples/</c>, which lies beside the solution.</summary>
internal static class SampleFiles
{
    public static string PathOf(string name)
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string path = Path.Combine(folder.FullName, "samples", name);
            if (File.Exists(path)) return path;
        }

        throw new FileNotFoundException($"samples/{name} is in no folder above {AppContext.BaseDirectory}.");
    }
}

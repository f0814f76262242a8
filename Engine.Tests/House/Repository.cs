namespace Engine.Tests.House;

/// <summary>The source tree the tests were built from.</summary>
internal static class Repository
{
    /// <summary>The folder that holds Engine.sln.</summary>
    public static string Root { get; } = Find();

    /// <summary>Text of a file, line ends as \n.</summary>
    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path)).ReplaceLineEndings("\n");

    private static string Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Engine.sln"))) return folder.FullName;
        }

        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds Engine.sln.");
    }
}

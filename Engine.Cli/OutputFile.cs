namespace Engine.Cli;

/// <summary>Files that commands write, as a whole or not at all.</summary>
internal static class OutputFile
{
    /// <summary>Throws unless a file can be written here; leaves nothing behind. Asked before long work, so that none is lost.</summary>
    /// <param name="path">The target; it need not exist.</param>
    /// <exception cref="InputException">The folder is missing or closed to us, or the target is a folder.</exception>
    public static void RequireWritable(string path) => CreateBeside(path, FileOptions.DeleteOnClose).Dispose();

    /// <summary>Throws when the output would replace one of the inputs.</summary>
    /// <param name="path">The target.</param>
    /// <param name="inputs">Files that are read; null for none.</param>
    /// <exception cref="InputException">The target is an input.</exception>
    public static void RequireOther(string path, params ReadOnlySpan<string?> inputs)
    {
        foreach (string? input in inputs)
        {
            if (input is not null && Path.GetFullPath(input) == Path.GetFullPath(path))
                throw new InputException(path, 0, null, "the output file must not be the input", input);
        }
    }

    /// <summary>Writes a temporary file beside the target and renames it over the target at the end.</summary>
    /// <param name="path">The target; replaced if it exists.</param>
    /// <param name="write">Writes the content, UTF-8. If it throws, the temporary file goes and the target stays.</param>
    /// <exception cref="InputException">The folder is missing or closed to us, or the target is a folder.</exception>
    public static void Write(string path, Action<TextWriter> write)
    {
        FileStream file = CreateBeside(path, FileOptions.None);
        try
        {
            using (var text = new StreamWriter(file)) write(text);
            File.Move(file.Name, path, overwrite: true);
        }
        catch
        {
            File.Delete(file.Name);
            throw;
        }
    }

    private static FileStream CreateBeside(string path, FileOptions options)
    {
        try
        {
            if (Directory.Exists(path)) throw new IOException("a folder");
            string temporary = $"{Path.GetFullPath(path)}.{Path.GetRandomFileName()}.tmp";
            return new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 4096, options);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // The messages of .NET name the temporary file, which means nothing to the user.
            string found = cause switch
            {
                DirectoryNotFoundException => "a missing folder",
                UnauthorizedAccessException => "no permission",
                FileNotFoundException => "a folder that takes no files",
                _ => cause.Message,
            };
            throw new InputException(path, 0, null, "the output file must be writable", found, cause);
        }
    }
}

namespace Engine;

/// <summary>Opens the files a user names.</summary>
internal static class InputFile
{
    /// <summary>Opens <paramref name="path"/> for one sequential read.</summary>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    /// <exception cref="InputException">There is no such file, or it cannot be read.</exception>
    public static FileStream OpenRead(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16, FileOptions.SequentialScan);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new InputException(path, 0, null, "the file must exist and be readable", cause.Message, cause);
        }
    }
}

namespace Engine;

/// <summary>Replaces a file as a whole: readers see the old content or the new, never a part.</summary>
internal static class AtomicFile
{
    /// <summary>Writes a temporary file beside the target, flushes it to the disk and renames it over the target.</summary>
    /// <param name="path">The target; its folder must exist, the file need not.</param>
    /// <param name="length">Bytes that will be written. The space is reserved first, so a full disk is found at once.</param>
    /// <param name="write">Writes the content. If it throws, the temporary file goes and the target stays.</param>
    /// <param name="cancellation">Asked once more before the rename.</param>
    /// <exception cref="IOException">The temporary file cannot be created, written or renamed.</exception>
    internal static void Replace(string path, long length, Action<Stream> write, CancellationToken cancellation)
    {
        string target = Path.GetFullPath(path);
        string temporary = $"{target}.{Path.GetRandomFileName()}.tmp";
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            PreallocationSize = length,
        };
        try
        {
            using (var stream = new FileStream(temporary, options))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }
            cancellation.ThrowIfCancellationRequested();
            File.Move(temporary, target, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }
}

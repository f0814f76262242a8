using System.IO.Compression;

namespace Engine.Cli;

/// <summary>Tells the format of a data file.</summary>
internal static class FormatDetection
{
    /// <summary>Bytes that decide: the magic of NPY is 6 long, that of IDX 4.</summary>
    private const int MagicBytes = 6;

    private static readonly byte[] s_npyMagic = [0x93, .. "NUMPY"u8];

    /// <summary>
    /// NPY and IDX by their first bytes, inside gzip as well. Otherwise LibSVM for .svm, .libsvm, and .txt whose first line has a colon;
    /// everything else is CSV.
    /// </summary>
    /// <exception cref="InputException">The file cannot be read.</exception>
    public static DataFormat Detect(string path)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            // A pipe cannot be read twice.
            if (!file.CanSeek) return ByName(path, firstLine: "");
            byte[] start = Start(file);
            if (start.AsSpan().StartsWith(s_npyMagic)) return DataFormat.Npy;
            if (start is [0, 0, >= 8 and <= 14, > 0, ..]) return DataFormat.Idx;
            file.Position = 0;
            using var text = new StreamReader(file);
            return ByName(path, text.ReadLine() ?? "");
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new InputException(path, 0, null, "the file must exist and be readable", cause.Message, cause);
        }
    }

    private static byte[] Start(FileStream file)
    {
        bool isGzip = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
        file.Position = 0;
        using var unpacked = isGzip ? new GZipStream(file, CompressionMode.Decompress, leaveOpen: true) : null;
        var start = new byte[MagicBytes];
        int got = (unpacked ?? (Stream)file).ReadAtLeast(start, MagicBytes, throwOnEndOfStream: false);
        return start[..got];
    }

    private static DataFormat ByName(string path, string firstLine) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".svm" or ".libsvm" => DataFormat.Libsvm,
        ".txt" when firstLine.Contains(':') => DataFormat.Libsvm,
        _ => DataFormat.Csv,
    };
}

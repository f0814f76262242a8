using System.Buffers.Binary;
using System.IO.Compression;

namespace Engine;

/// <summary>A binary file, plain or gzip, that is read once and believed only as far as its bytes go.</summary>
internal sealed class BinaryInput : IDisposable
{
    /// <summary>Numbers decoded at a time; also the first allocation when the true length is unknown.</summary>
    private const int ChunkElements = 1 << 16;

    private readonly FileStream _file;
    private readonly Stream _stream;
    private long _delivered;

    private BinaryInput(string path, FileStream file, Stream stream)
    {
        Path = path;
        _file = file;
        _stream = stream;
    }

    public string Path { get; }

    // Unknown for gzip (its own length field is as easy to forge as any header) and for pipes.
    private bool LengthIsKnown => ReferenceEquals(_stream, _file) && _file.CanSeek;

    /// <summary>Opens a file; gzip is told by its first two bytes, in files that can seek.</summary>
    /// <exception cref="InputException">There is no such file, or it cannot be read.</exception>
    public static BinaryInput Open(string path)
    {
        FileStream file = InputFile.OpenRead(path);
        if (!file.CanSeek) return new BinaryInput(path, file, file);
        bool isGzip = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
        file.Position = 0;
        return new BinaryInput(path, file, isGzip ? new GZipStream(file, CompressionMode.Decompress) : file);
    }

    /// <summary>Fills <paramref name="destination"/>.</summary>
    /// <param name="destination">As many bytes as the format promises here.</param>
    /// <param name="field">What is being read, for errors.</param>
    /// <exception cref="InputException">The file ends early, or is not valid gzip.</exception>
    public void Fill(Span<byte> destination, string field)
    {
        int got = ReadUpTo(destination, field);
        if (got < destination.Length)
            throw new InputException(Path, 0, field, $"the file must not end before {destination.Length} more bytes", $"{got} bytes");
    }

    /// <summary>Reads the numbers a header declares, and requires that the file ends after them.</summary>
    /// <typeparam name="T">What a number is stored as: float for features, double for targets.</typeparam>
    /// <param name="header">Count and format; the size is checked against the file before memory is taken.</param>
    /// <param name="convert">From the decoded number and its position, counted over the whole file.</param>
    /// <exception cref="InputException">There are fewer or more bytes than declared.</exception>
    /// <remarks>When the length is unknown the array grows with what arrives, so a forged header costs nothing.</remarks>
    public T[] ReadToEnd<T>(BinaryHeader header, Func<double, int, T> convert)
    {
        int count = checked(header.Count * header.RowLength);
        int width = header.Format.Bytes;
        if (LengthIsKnown) RequireRemaining((long)count * width);
        var values = new T[LengthIsKnown ? count : Math.Min(count, ChunkElements)];
        var chunk = new byte[Math.Min(count, ChunkElements) * width];
        for (int done = 0; done < count;)
        {
            Span<byte> bytes = chunk.AsSpan(0, Math.Min(count - done, ChunkElements) * width);
            Fill(bytes, "data");
            if (done + bytes.Length / width > values.Length) Array.Resize(ref values, (int)Math.Min(count, 2L * values.Length));
            for (; !bytes.IsEmpty; bytes = bytes[width..], done++) values[done] = convert(header.Format.Decode(bytes[..width]), done);
        }

        RequireEnd();
        return values;
    }

    public void Dispose()
    {
        _stream.Dispose();
        _file.Dispose();
    }

    private void RequireRemaining(long bytes)
    {
        long remaining = _file.Length - _file.Position;
        if (remaining != bytes)
            throw new InputException(Path, 0, "data", $"the header declares {bytes} bytes of data", $"{remaining} bytes");
    }

    // Reading on to the end also makes gzip verify its checksum, where there is one.
    private void RequireEnd()
    {
        Span<byte> extra = stackalloc byte[1];
        if (ReadUpTo(extra, "data") > 0)
            throw new InputException(Path, 0, "data", "the file must end after the data its header declares", "more bytes");
        if (_stream is GZipStream) RequireGzipTrailer();
    }

    // GZipStream accepts a file without its trailer, and ignores what follows it; the length in the trailer
    // (RFC 1952, section 2.3.1: the last four bytes, modulo 2^32) exposes both.
    private void RequireGzipTrailer()
    {
        Span<byte> trailer = stackalloc byte[4];
        _file.Seek(-trailer.Length, SeekOrigin.End);
        _file.ReadExactly(trailer);
        uint stated = BinaryPrimitives.ReadUInt32LittleEndian(trailer);
        if (stated != (uint)_delivered)
        {
            throw new InputException(Path, 0, "data", "a gzip file must be one whole member that ends with its length",
                $"length {stated} after {_delivered} bytes");
        }
    }

    private int ReadUpTo(Span<byte> destination, string field)
    {
        try
        {
            int got = _stream.ReadAtLeast(destination, destination.Length, throwOnEndOfStream: false);
            _delivered += got;
            return got;
        }
        catch (InvalidDataException cause)
        {
            throw new InputException(Path, 0, field, "a gzip file must be complete and intact", cause.Message, cause);
        }
    }
}

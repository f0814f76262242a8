using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Engine;

/// <summary>An open safetensors file whose header has been validated completely; tensors are read on demand.</summary>
/// <remarks>Reads name their position, so any number of threads may read at once. The file is shared for reading.</remarks>
internal sealed class SafetensorsReader : IDisposable
{
    private const int ChunkBytes = 1 << 20;

    private readonly SafeFileHandle _handle;
    private readonly string _file;
    private readonly long _dataStart;
    private readonly Dictionary<string, TensorInfo> _byName;

    private SafetensorsReader(SafeFileHandle handle, string file, long dataStart, SafetensorsHeader header)
    {
        _handle = handle;
        _file = file;
        _dataStart = dataStart;
        _byName = header.Tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        Tensors = header.Tensors;
        Metadata = header.Metadata;
    }

    /// <summary>All tensors, in the order of their data.</summary>
    internal IReadOnlyList<TensorInfo> Tensors { get; }

    /// <summary>The file's <c>__metadata__</c>; empty when it has none.</summary>
    internal IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Opens and validates a file. Allocates in proportion to the header, never to a number written in it.</summary>
    /// <param name="path">An existing file.</param>
    /// <exception cref="IOException">The file cannot be opened or read.</exception>
    /// <exception cref="InputException">The file is not well-formed; see <see cref="FormatError"/>.</exception>
    internal static SafetensorsReader Open(string path)
    {
        SafeFileHandle handle = File.OpenHandle(path);
        try
        {
            long length = RandomAccess.GetLength(handle);
            byte[] json = ReadHeader(handle, path, length);
            long dataStart = SafetensorsHeader.PrefixBytes + (long)json.Length;
            return new SafetensorsReader(handle, path, dataStart, SafetensorsHeader.Parse(path, json, length - dataStart));
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>The tensor called <paramref name="name"/>.</summary>
    /// <exception cref="InputException">The file has no such tensor.</exception>
    internal TensorInfo Require(string name) =>
        _byName.TryGetValue(name, out TensorInfo? tensor)
            ? tensor
            : throw FormatError.At(_file, name, "is a tensor of the file", $"{Tensors.Count} others");

    /// <summary>The tensor called <paramref name="name"/>, with the element type and shape that the caller expects.</summary>
    /// <param name="name">Name in the file.</param>
    /// <param name="type">Expected element type.</param>
    /// <param name="shape">Expected dimensions; none for a scalar.</param>
    /// <exception cref="InputException">The tensor is missing or differs.</exception>
    internal TensorInfo Require(string name, TensorType type, params ReadOnlySpan<long> shape)
    {
        TensorInfo tensor = Require(name);
        if (tensor.Type != type || !shape.SequenceEqual([.. tensor.Shape]))
        {
            throw FormatError.At(
                _file, name, $"is {type} of shape {TensorTypes.Describe(shape.ToArray())}", $"{tensor.Type} {TensorTypes.Describe(tensor.Shape)}");
        }
        return tensor;
    }

    /// <summary>Reads a whole tensor.</summary>
    /// <param name="name">Name in the file.</param>
    /// <param name="destination">Exactly as many elements as the tensor has, row-major.</param>
    /// <exception cref="ArgumentException">The destination has another length.</exception>
    /// <exception cref="InputException">The tensor is missing, of another element type, or cut off since opening.</exception>
    internal void Read<T>(string name, Span<T> destination)
        where T : unmanaged
    {
        TensorInfo tensor = RequireType<T>(name);
        if (destination.Length != tensor.Count)
        {
            throw new ArgumentException(
                $"destination length == tensor elements does not hold: {name} has {tensor.Count}, destination={destination.Length}.",
                nameof(destination));
        }
        Copy(tensor, 0, destination);
    }

    /// <summary>Visits the elements of a tensor of any size in order, about a mebibyte at a time.</summary>
    /// <param name="name">Name in the file.</param>
    /// <param name="visit">Receives the index of the first element and the elements; the memory is reused afterwards.</param>
    /// <exception cref="InputException">The tensor is missing, of another element type, or cut off since opening.</exception>
    internal void ReadChunks<T>(string name, Action<long, ReadOnlySpan<T>> visit)
        where T : unmanaged
    {
        TensorInfo tensor = RequireType<T>(name);
        int chunk = (int)Math.Min(ChunkBytes / Unsafe.SizeOf<T>(), tensor.Count);
        T[] buffer = ArrayPool<T>.Shared.Rent(chunk);
        try
        {
            for (long first = 0; first < tensor.Count; first += chunk)
            {
                Span<T> elements = buffer.AsSpan(0, (int)Math.Min(chunk, tensor.Count - first));
                Copy(tensor, first, elements);
                visit(first, elements);
            }
        }
        finally
        {
            ArrayPool<T>.Shared.Return(buffer);
        }
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _handle.Dispose();

    private static byte[] ReadHeader(SafeFileHandle handle, string file, long length)
    {
        if (length < SafetensorsHeader.PrefixBytes)
            throw FormatError.At(file, "file", $"has at least {SafetensorsHeader.PrefixBytes} bytes", $"{length}");
        Span<byte> prefix = stackalloc byte[SafetensorsHeader.PrefixBytes];
        ReadExactly(handle, file, prefix, 0);
        ulong headerLength = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        ulong limit = (ulong)Math.Min(length - SafetensorsHeader.PrefixBytes, SafetensorsHeader.MaximumBytes);
        if (headerLength > limit)
            throw FormatError.At(file, "header length", $"is at most {limit}", $"{headerLength}");
        var json = new byte[headerLength];
        ReadExactly(handle, file, json, SafetensorsHeader.PrefixBytes);
        return json;
    }

    private static void ReadExactly(SafeFileHandle handle, string file, Span<byte> destination, long offset)
    {
        while (!destination.IsEmpty)
        {
            int read = RandomAccess.Read(handle, destination, offset);
            if (read == 0) throw FormatError.At(file, "data", "keep their length while the file is open", $"the end at {offset}");
            destination = destination[read..];
            offset += read;
        }
    }

    private TensorInfo RequireType<T>(string name)
        where T : unmanaged
    {
        TensorInfo tensor = Require(name);
        TensorType type = TensorTypes.Of<T>();
        return tensor.Type == type ? tensor : throw FormatError.At(_file, name, $"is {type}", $"{tensor.Type}");
    }

    // In pieces, because a span of bytes is limited to 2 GiB and a span of doubles is not.
    private void Copy<T>(TensorInfo tensor, long first, Span<T> destination)
        where T : unmanaged
    {
        int size = Unsafe.SizeOf<T>();
        int chunk = ChunkBytes / size;
        long offset = _dataStart + tensor.Offset + first * size;
        for (int start = 0; start < destination.Length; start += chunk)
        {
            Span<T> piece = destination.Slice(start, Math.Min(chunk, destination.Length - start));
            ReadExactly(_handle, _file, MemoryMarshal.AsBytes(piece), offset + (long)start * size);
        }
    }
}

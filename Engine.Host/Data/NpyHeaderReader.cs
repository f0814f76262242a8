using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Engine;

/// <summary>Reads the header of an NPY file, versions 1 to 3.</summary>
/// <remarks>
/// Format: magic, version, header length, then a Python dictionary such as
/// <c>{'descr': '&lt;f4', 'fortran_order': False, 'shape': (1797, 64), }</c>.
/// Source: numpy.org, "NEP 1 - A Simple File Format for NumPy Arrays".
/// </remarks>
internal static class NpyHeaderReader
{
    /// <summary>Longest header in bytes. NumPy writes 118 for any array we can read.</summary>
    private const int MaxHeaderBytes = 1 << 16;

    private static ReadOnlySpan<byte> Magic => [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59];

    /// <exception cref="InputException">The header is not that of a row-major little-endian array of numbers.</exception>
    public static BinaryHeader Read(BinaryInput input, bool integersAllowed)
    {
        string path = input.Path;
        IReadOnlyDictionary<string, string> fields = PythonDictionary.Parse(path, ReadText(input));
        string descr = Field(path, fields, "descr");
        ElementFormat[] allowed = [.. ElementFormat.Npy.Where(known => integersAllowed || !known.IsInteger)];
        ElementFormat format = allowed.FirstOrDefault(known => $"'{known.Name}'" == descr)
            ?? throw new InputException(path, 0, "header field 'descr'",
                $"the dtype must be one of {string.Join(", ", allowed.Select(known => known.Name))}", descr);
        string order = Field(path, fields, "fortran_order");
        if (order != "False")
            throw new InputException(path, 0, "header field 'fortran_order'", "arrays must be stored row by row (C order, False)", order);
        return BinaryHeader.Create(path, format, Shape(path, Field(path, fields, "shape")));
    }

    private static string ReadText(BinaryInput input)
    {
        Span<byte> start = stackalloc byte[8];
        input.Fill(start, "header field 'magic'");
        if (!start.StartsWith(Magic))
        {
            throw new InputException(input.Path, 0, "header field 'magic'", "an NPY file starts with the bytes 93 'NUMPY'",
                Convert.ToHexString(start[..Magic.Length]));
        }

        int version = start[Magic.Length];
        if (version is < 1 or > 3 || start[Magic.Length + 1] != 0)
            throw new InputException(input.Path, 0, "header field 'version'", "the version must be 1.0, 2.0 or 3.0", $"{version}.{start[Magic.Length + 1]}");
        Span<byte> lengthBytes = stackalloc byte[4];
        lengthBytes.Clear();
        input.Fill(lengthBytes[..(version == 1 ? 2 : 4)], "header field 'length'");
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(lengthBytes);
        if (length > MaxHeaderBytes)
            throw new InputException(input.Path, 0, "header field 'length'", $"a header has at most {MaxHeaderBytes} bytes", $"{length}");
        var text = new byte[length];
        input.Fill(text, "header");
        return version == 3 ? Encoding.UTF8.GetString(text) : Encoding.Latin1.GetString(text);
    }

    private static string Field(string path, IReadOnlyDictionary<string, string> fields, string name) =>
        fields.TryGetValue(name, out string? value)
            ? value
            : throw new InputException(path, 0, $"header field '{name}'", "the header must have this field", string.Join(", ", fields.Keys));

    private static long[] Shape(string path, string tuple)
    {
        string[] parts = tuple.Length >= 2 && tuple[0] == '(' && tuple[^1] == ')' ? tuple[1..^1].Split(',') : [];
        if (parts.Length > 1 && string.IsNullOrWhiteSpace(parts[^1])) parts = parts[..^1];
        var sizes = new long[parts.Length];
        bool valid = parts.Length > 0;
        for (int i = 0; i < parts.Length && valid; i++)
            valid = long.TryParse(parts[i].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out sizes[i]);
        return valid ? sizes : throw new InputException(path, 0, "header field 'shape'", "the shape must be a tuple of sizes", tuple);
    }
}

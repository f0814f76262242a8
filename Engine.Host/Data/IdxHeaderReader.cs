using System.Buffers.Binary;

namespace Engine;

/// <summary>Reads the header of an IDX file: two zero bytes, a type code, the number of dimensions, big-endian sizes.</summary>
/// <remarks>Source: yann.lecun.com/exdb/mnist, "The IDX file format".</remarks>
internal static class IdxHeaderReader
{
    /// <exception cref="InputException">The header is not that of an IDX file, or its sizes are absurd.</exception>
    public static BinaryHeader Read(BinaryInput input)
    {
        Span<byte> magic = stackalloc byte[4];
        input.Fill(magic, "header field 'magic'");
        if (magic[0] != 0 || magic[1] != 0)
            throw new InputException(input.Path, 0, "header field 'magic'", "an IDX file starts with two zero bytes", Convert.ToHexString(magic));

        string code = Convert.ToHexString(magic[2..3]);
        ElementFormat format = ElementFormat.Idx.FirstOrDefault(known => known.Name == code)
            ?? throw new InputException(input.Path, 0, "header field 'type'",
                $"the type must be one of {string.Join(", ", ElementFormat.Idx.Select(known => known.Name))}", code);
        if (magic[3] == 0)
            throw new InputException(input.Path, 0, "header field 'dimensions'", "there must be at least one dimension", "0");

        var sizes = new long[magic[3]];
        Span<byte> size = stackalloc byte[4];
        for (int i = 0; i < sizes.Length; i++)
        {
            input.Fill(size, "header field 'shape'");
            sizes[i] = BinaryPrimitives.ReadUInt32BigEndian(size);
        }

        return BinaryHeader.Create(input.Path, format, sizes);
    }
}

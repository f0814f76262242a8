using System.Buffers.Binary;

namespace Engine;

/// <summary>How a binary format stores one number.</summary>
/// <param name="Name">As the format writes it.</param>
/// <param name="Bytes">Bytes per number.</param>
/// <param name="IsInteger">True when only integers can be stored.</param>
/// <param name="Decode">Reads one number from exactly <paramref name="Bytes"/> bytes.</param>
internal sealed record ElementFormat(string Name, int Bytes, bool IsInteger, Func<ReadOnlySpan<byte>, double> Decode)
{
    /// <summary>The dtypes of NPY files that we read, little-endian; targets may be integers too.</summary>
    public static IReadOnlyList<ElementFormat> Npy { get; } =
    [
        new("<f4", 4, false, static bytes => BinaryPrimitives.ReadSingleLittleEndian(bytes)),
        new("<f8", 8, false, static bytes => BinaryPrimitives.ReadDoubleLittleEndian(bytes)),
        new("<i4", 4, true, static bytes => BinaryPrimitives.ReadInt32LittleEndian(bytes)),
        new("<i8", 8, true, static bytes => BinaryPrimitives.ReadInt64LittleEndian(bytes)),
    ];

    /// <summary>The type codes of IDX files, big-endian.</summary>
    public static IReadOnlyList<ElementFormat> Idx { get; } =
    [
        new("08", 1, true, static bytes => bytes[0]),
        new("09", 1, true, static bytes => (sbyte)bytes[0]),
        new("0B", 2, true, static bytes => BinaryPrimitives.ReadInt16BigEndian(bytes)),
        new("0C", 4, true, static bytes => BinaryPrimitives.ReadInt32BigEndian(bytes)),
        new("0D", 4, false, static bytes => BinaryPrimitives.ReadSingleBigEndian(bytes)),
        new("0E", 8, false, static bytes => BinaryPrimitives.ReadDoubleBigEndian(bytes)),
    ];
}

namespace Engine;

/// <summary>Names, sizes and .NET counterparts of <see cref="TensorType"/>.</summary>
internal static class TensorTypes
{
    private static readonly Dictionary<string, TensorType> s_byName =
        Enum.GetValues<TensorType>().ToDictionary(type => type.ToString(), StringComparer.Ordinal);

    /// <summary>The type a file calls <paramref name="name"/>; exact spelling.</summary>
    internal static bool TryParse(string name, out TensorType type) => s_byName.TryGetValue(name, out type);

    /// <summary>Bytes per element: 1, 2, 4 or 8.</summary>
    internal static int Size(this TensorType type) => type switch
    {
        TensorType.F64 or TensorType.I64 or TensorType.U64 => 8,
        TensorType.F32 or TensorType.I32 or TensorType.U32 => 4,
        TensorType.F16 or TensorType.BF16 or TensorType.I16 or TensorType.U16 => 2,
        TensorType.I8 or TensorType.U8 or TensorType.BOOL => 1,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "type is a named TensorType does not hold."),
    };

    /// <summary>The element type whose bytes, in a file, are those of <typeparamref name="T"/> in memory.</summary>
    /// <exception cref="NotSupportedException">No element type matches <typeparamref name="T"/>.</exception>
    /// <exception cref="PlatformNotSupportedException">This machine is big-endian; files are little-endian.</exception>
    internal static TensorType Of<T>()
        where T : unmanaged
    {
        if (!BitConverter.IsLittleEndian)
            throw new PlatformNotSupportedException("Safetensors files are read and written on little-endian machines only.");
        if (typeof(T) == typeof(float)) return TensorType.F32;
        if (typeof(T) == typeof(double)) return TensorType.F64;
        if (typeof(T) == typeof(Half)) return TensorType.F16;
        if (typeof(T) == typeof(sbyte)) return TensorType.I8;
        if (typeof(T) == typeof(short)) return TensorType.I16;
        if (typeof(T) == typeof(int)) return TensorType.I32;
        if (typeof(T) == typeof(long)) return TensorType.I64;
        if (typeof(T) == typeof(byte)) return TensorType.U8;
        if (typeof(T) == typeof(ushort)) return TensorType.U16;
        if (typeof(T) == typeof(uint)) return TensorType.U32;
        if (typeof(T) == typeof(ulong)) return TensorType.U64;
        throw new NotSupportedException($"T has a safetensors element type does not hold: T={typeof(T)}.");
    }

    /// <summary>Bytes of a tensor; false if a dimension is negative or the product exceeds a signed 64-bit integer.</summary>
    /// <remarks>Partial products count too: a huge shape with a zero behind it is refused.</remarks>
    internal static bool TryByteLength(TensorType type, IReadOnlyList<long> shape, out long bytes)
    {
        bytes = type.Size();
        foreach (long dimension in shape)
        {
            if (dimension < 0 || (dimension > 0 && bytes > long.MaxValue / dimension)) return false;
            bytes *= dimension;
        }
        return true;
    }

    /// <summary>The shape as text: <c>(3, 4)</c>, and <c>()</c> for a scalar.</summary>
    internal static string Describe(IEnumerable<long> shape) => $"({string.Join(", ", shape)})";
}

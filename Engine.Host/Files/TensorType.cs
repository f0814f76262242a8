namespace Engine;

/// <summary>Element types of a safetensors file; each name is the spelling in the file.</summary>
internal enum TensorType
{
    /// <summary>IEEE 754 binary32, <see cref="float"/>.</summary>
    F32,

    /// <summary>IEEE 754 binary64, <see cref="double"/>.</summary>
    F64,

    /// <summary>IEEE 754 binary16, <see cref="Half"/>.</summary>
    F16,

    /// <summary>The upper half of a binary32. Recognised; no typed read.</summary>
    BF16,

    /// <summary><see cref="sbyte"/>.</summary>
    I8,

    /// <summary><see cref="short"/>.</summary>
    I16,

    /// <summary><see cref="int"/>.</summary>
    I32,

    /// <summary><see cref="long"/>.</summary>
    I64,

    /// <summary><see cref="byte"/>.</summary>
    U8,

    /// <summary><see cref="ushort"/>.</summary>
    U16,

    /// <summary><see cref="uint"/>.</summary>
    U32,

    /// <summary><see cref="ulong"/>.</summary>
    U64,

    /// <summary>One byte per truth value. Recognised; no typed read.</summary>
    BOOL,
}

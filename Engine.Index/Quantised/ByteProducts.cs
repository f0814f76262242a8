namespace Engine.Indexing;

/// <summary>Which instructions multiply bytes.</summary>
internal enum ByteProducts
{
    /// <summary>AVX-512 BW: <see cref="PairKernel512"/>.</summary>
    Pairs512,

    /// <summary>AVX2: <see cref="PairKernel256"/>.</summary>
    Pairs256,

    /// <summary>Any: <see cref="WordKernel"/>.</summary>
    Words,
}


namespace Engine.Indexing;

/// <summary>Which instructions multiply bytes.</summary>
internal enum ByteProducts
{
    /// <summary>AVX-512 BW: <see cref="PairKernel512"/>.</summary>
    Pairs512,

    /// <summary>AVX-VNNI: <see cref="VnniKernel"/>.</summary>
    Vnni,

    /// <summary>Any: <see cref="WideningKernel"/>.</summary>
    Widening,
}

using System.Runtime.Intrinsics.X86;

namespace Engine.Indexing;

/// <summary>What this processor has.</summary>
internal static class ByteProductsSupport
{
    /// <summary>Whether the instructions are there.</summary>
    public static bool Has(ByteProducts products) => products switch
    {
        ByteProducts.Pairs512 => Avx512BW.IsSupported,
        ByteProducts.Pairs256 => Avx2.IsSupported,
        _ => true,
    };

    /// <summary>The fastest that is there.</summary>
    public static ByteProducts Best => Has(ByteProducts.Pairs512) ? ByteProducts.Pairs512 : Has(ByteProducts.Pairs256) ? ByteProducts.Pairs256 : ByteProducts.Words;
}

namespace Engine.Indexing;

/// <summary>Sums of products of one panel of quantised points with a pack of queries; every implementation computes the same integers.</summary>
internal interface IByteKernel
{
    /// <summary>Writes &lt;p^, q^> for query j and point i at [32 j + i].</summary>
    /// <param name="codes">A panel.</param>
    /// <param name="steps">Steps of four components.</param>
    /// <param name="pack">The queries.</param>
    /// <param name="sums">Shape (8, 32).</param>
    static abstract unsafe void Sums(byte* codes, int steps, QueryPack pack, int* sums);
}

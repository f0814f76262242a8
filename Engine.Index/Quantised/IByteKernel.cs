namespace Engine.Indexing;

/// <summary>Products of one panel of 64 quantised points with a pack of eight queries, and what they say; every implementation computes the same integers.</summary>
internal interface IByteKernel
{
    /// <summary>Sums of one block, or the averages of those of two (<see cref="ByteLevels"/>): query j and point i at [64 j + i].</summary>
    /// <param name="codes">Of the blocks, 128 bytes a step.</param>
    /// <param name="steps">Steps of a block.</param>
    /// <param name="blocks">1 or 2.</param>
    /// <param name="words">Queries of the blocks, 8 words a step.</param>
    /// <param name="starts">Where the sums start, 8 a block.</param>
    /// <param name="sums">Shape (8, 64).</param>
    static abstract unsafe void Sums(byte* codes, int steps, int blocks, int* words, int* starts, ushort* sums);

    /// <summary>Replaces a by the averages (a + b + 1) / 2.</summary>
    /// <param name="a">Shape (8, 64).</param>
    /// <param name="b">Shape (8, 64).</param>
    static abstract unsafe void Average(ushort* a, ushort* b);

    /// <summary>Compares sums with the limits <see cref="QueryPack"/> explains.</summary>
    /// <param name="sums">Shape (8, 64).</param>
    /// <param name="ratios">R of the points.</param>
    /// <param name="limits"><see cref="QueryPack.Limits"/>.</param>
    /// <param name="verdicts">For every query the bits of the points that are above the threshold, then for every query those of the points that are not silent.</param>
    static abstract unsafe void Compare(ushort* sums, short* ratios, int* limits, ulong* verdicts);
}

namespace Engine.Kernels;

/// <summary>The butterflies (a, b) -> (a + b, a - b) of the Walsh-Hadamard transform at one vector width.</summary>
/// <remarks>
/// Level l pairs elements 2^l apart. Whoever implements this does the levels in ascending order, so every element is the same tree of
/// rounded sums at every width.
/// </remarks>
internal unsafe interface IHadamardButterflies
{
    /// <summary>Levels inside one vector.</summary>
    static abstract int LaneLevels { get; }

    /// <summary>Levels done by <see cref="Blocks"/>.</summary>
    static abstract int BlockLevels { get; }

    /// <summary>The most levels one <see cref="Pass"/> does.</summary>
    static abstract int PassLevels { get; }

    /// <summary>All levels of a row of 2^<paramref name="levels"/> elements, from one vector up to less than a block.</summary>
    static abstract void Short(float* x, int levels);

    /// <summary>Levels 0 .. BlockLevels - 1 of <paramref name="length"/> elements, a multiple of 2^BlockLevels.</summary>
    static abstract void Blocks(float* x, long length);

    /// <summary>Levels log2 stride .. log2 stride + levels - 1 of <paramref name="length"/> elements.</summary>
    /// <param name="x">First element.</param>
    /// <param name="stride">Distance of the first level, a power of two and at least a vector.</param>
    /// <param name="length">A multiple of stride * 2^levels.</param>
    /// <param name="levels">In [1, PassLevels].</param>
    static abstract void Pass(float* x, long stride, long length, int levels);
}

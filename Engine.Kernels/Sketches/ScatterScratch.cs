using System.Runtime.InteropServices;

namespace Engine.Kernels;

/// <summary>One worker's memory for <see cref="SignedScatter"/>.</summary>
/// <param name="rows">s.</param>
/// <param name="nonZeros">q.</param>
/// <param name="groups">Groups of 16 vectors that share the codes of a column.</param>
internal sealed unsafe class ScatterScratch(int rows, int nonZeros, int groups) : IDisposable
{
    private readonly NativeBuffer<float> _interleaved = new((long)CodeTable.Columns * Lanes.Width);
    private readonly NativeBuffer<float> _sums = new((long)groups * rows * Lanes.Width);

    /// <summary>Codes of the columns in hand.</summary>
    public CodeTable Table { get; } = new(nonZeros);

    /// <summary>Shape (1024, 16): element (j, l) is element j of vector l; 64 KB, read in order from the second-level cache.</summary>
    public float* Interleaved => _interleaved.Pointer;

    /// <summary>Shape (groups, s, 16).</summary>
    public float* Sums(int group) => _sums.Pointer + (long)group * rows * Lanes.Width;

    /// <summary>Zeroes the sums.</summary>
    public void ClearSums() => NativeMemory.Clear(_sums.Pointer, (nuint)_sums.Bytes);

    /// <inheritdoc/>
    public void Dispose()
    {
        Table.Dispose();
        _interleaved.Dispose();
        _sums.Dispose();
    }
}

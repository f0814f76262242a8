using System.Runtime.InteropServices;

namespace Engine.Kernels;

/// <summary>One worker's memory for <see cref="SignedScatter"/>.</summary>
/// <param name="rows">s.</param>
/// <param name="nonZeros">q.</param>
internal sealed unsafe class ScatterScratch(int rows, int nonZeros) : IDisposable
{
    private readonly NativeBuffer<float> _interleaved = new((long)CodeTable.Columns * Lanes.Width);
    private readonly NativeBuffer<float> _sums = new((long)rows * Lanes.Width);

    /// <summary>Codes of the columns in hand.</summary>
    public CodeTable Table { get; } = new(nonZeros);

    /// <summary>Shape (256, 16): element (j, l) is element j of vector l; 16 KB, which stay in the first-level cache.</summary>
    public float* Interleaved => _interleaved.Pointer;

    /// <summary>Shape (s, 16).</summary>
    public float* Sums => _sums.Pointer;

    /// <summary>Zeroes the sums.</summary>
    public void ClearSums() => NativeMemory.Clear(Sums, (nuint)_sums.Bytes);

    /// <inheritdoc/>
    public void Dispose()
    {
        Table.Dispose();
        _interleaved.Dispose();
        _sums.Dispose();
    }
}

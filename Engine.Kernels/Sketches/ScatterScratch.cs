using System.Runtime.InteropServices;

namespace Engine.Kernels;

/// <summary>One worker's memory for <see cref="SignedScatter"/>.</summary>
/// <param name="rows">s.</param>
/// <param name="nonZeros">q.</param>
internal sealed unsafe class ScatterScratch(int rows, int nonZeros) : IDisposable
{
    /// <summary>Columns done at a time: their interleaved elements, 16 KB, stay in the first-level cache.</summary>
    public const int Columns = 256;

    private readonly NativeBuffer<uint> _codes = new((long)Columns * nonZeros);
    private readonly NativeBuffer<float> _interleaved = new((long)Columns * Lanes.Width);
    private readonly NativeBuffer<float> _sums = new((long)rows * Lanes.Width);

    /// <summary>q codes of each column.</summary>
    public uint* Codes => _codes.Pointer;

    /// <summary>Shape (columns, 16): element (j, l) is element j of vector l.</summary>
    public float* Interleaved => _interleaved.Pointer;

    /// <summary>Shape (s, 16).</summary>
    public float* Sums => _sums.Pointer;

    /// <summary>Zeroes the sums.</summary>
    public void ClearSums() => NativeMemory.Clear(Sums, (nuint)_sums.Bytes);

    /// <inheritdoc/>
    public void Dispose()
    {
        _codes.Dispose();
        _interleaved.Dispose();
        _sums.Dispose();
    }
}

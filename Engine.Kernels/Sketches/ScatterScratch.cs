using System.Runtime.InteropServices;

namespace Engine.Kernels;

/// <summary>One worker's memory for <see cref="SignedScatter"/>.</summary>
/// <param name="rows">s.</param>
internal sealed unsafe class ScatterScratch(int rows) : IDisposable
{
    private readonly NativeBuffer<float> _block = new(BlockTranspose.Columns * Lanes.Width);
    private readonly NativeBuffer<float> _sums = new((long)rows * Lanes.Width);
    private readonly NativeBuffer<long> _cursors = new(Lanes.Width);

    /// <summary>Shape (16, 16): element (j, l) is element j of vector l.</summary>
    public float* Block => _block.Pointer;

    /// <summary>Shape (s, 16).</summary>
    public float* Sums => _sums.Pointer;

    /// <summary>How far each sparse vector of a group has come.</summary>
    public long* Cursors => _cursors.Pointer;

    /// <summary>Zeroes the sums.</summary>
    public void ClearSums() => NativeMemory.Clear(Sums, (nuint)_sums.Bytes);

    /// <inheritdoc/>
    public void Dispose()
    {
        _block.Dispose();
        _sums.Dispose();
        _cursors.Dispose();
    }
}

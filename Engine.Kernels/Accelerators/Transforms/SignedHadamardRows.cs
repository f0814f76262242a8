namespace Engine.Kernels;

/// <summary>Random signs and Walsh-Hadamard transforms on an accelerator: what transforms and sketches have in common.</summary>
internal sealed class SignedHadamardRows(AcceleratorDevice device)
{
    private readonly HadamardTileKernel _tile = new(device);
    private readonly SignedCopyKernel _copy = new(device);

    /// <summary>Replaces every row x by H (scale x), levels in ascending order.</summary>
    /// <param name="data">The memory of the rows.</param>
    /// <param name="rows">At least one.</param>
    /// <param name="scale">1 rounds nothing.</param>
    public void Transform(ILGPU.ArrayView<float> data, PaddedRows rows, float scale = 1)
    {
        // As few passes as possible; those after the first one do about equally many levels each, an octet at least.
        int passes = (Math.Max(0, rows.Levels - HadamardTileKernel.TileLevels) + HadamardTileKernel.StridedLevels - 1) / HadamardTileKernel.StridedLevels;
        int done = Math.Min(rows.Levels - passes * HadamardOctet.Levels, HadamardTileKernel.TileLevels);
        _tile.Run(data, rows, scale, done: 0, done);
        for (; passes > 0; passes--)
        {
            int levels = (rows.Levels - done + passes - 1) / passes;
            _tile.Run(data, rows, scale: 1, done, levels);
            done += levels;
        }
    }

    /// <summary>Multiplies by random signs, and pads.</summary>
    public void Copy(SignedCopy copy) => _copy.Run(copy);
}

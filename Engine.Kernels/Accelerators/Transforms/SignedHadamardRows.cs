namespace Engine.Kernels;

/// <summary>Random signs and Walsh-Hadamard transforms on an accelerator: what transforms and sketches have in common.</summary>
internal sealed class SignedHadamardRows(AcceleratorDevice device)
{
    private readonly HadamardTileKernel _tile = new(device);
    private readonly HadamardPassKernel _pass = new(device);
    private readonly SignedCopyKernel _copy = new(device);

    /// <summary>Replaces every row x by H (scale x), levels in ascending order.</summary>
    /// <param name="data">The memory of the rows.</param>
    /// <param name="rows">At least one.</param>
    /// <param name="scale">1 rounds nothing.</param>
    public void Transform(ILGPU.ArrayView<float> data, PaddedRows rows, float scale = 1)
    {
        _tile.Run(data, rows, scale);
        for (int done = HadamardTileKernel.TileLevels; done < rows.Levels; done += HadamardOctet.Levels) _pass.Run(data, rows, done);
    }

    /// <summary>Multiplies by random signs, and pads.</summary>
    public void Copy(SignedCopy copy) => _copy.Run(copy);
}

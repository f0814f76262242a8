namespace Engine.Kernels;

/// <summary><see cref="DeviceSketch"/> on the processor.</summary>
internal sealed unsafe class HostSketch(ISketch sketch) : DeviceSketch(sketch.Rows, sketch.Columns)
{
    private readonly ISketch _sketch = sketch;

    public override void Dispose() => _sketch.Dispose();

    private protected override void ApplyCore(MatrixView vectors, MatrixView result)
    {
        _sketch.Apply(BatchView.Of(vectors), result.Pointer, result.Stride);
        GC.KeepAlive(vectors.Owner);
        GC.KeepAlive(result.Owner);
    }

    private protected override void ApplyCore(CsrView vectors, MatrixView result)
    {
        _sketch.Apply(BatchView.Of(vectors), result.Pointer, result.Stride);
        BatchView.KeepAlive(vectors);
        GC.KeepAlive(result.Owner);
    }
}

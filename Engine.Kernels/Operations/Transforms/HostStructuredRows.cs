namespace Engine.Kernels;

/// <summary><see cref="DeviceStructuredRows"/> on the processor.</summary>
internal sealed unsafe class HostStructuredRows(int dimension, RngState state, WorkerTeam team) : DeviceStructuredRows(dimension, state)
{
    private readonly StructuredRows _rows = new(dimension, state, team);

    public override void Dispose() => _rows.Dispose();

    private protected override void MultiplyCore(long firstBlock, int blocks, MatrixView vectors, MatrixView products)
    {
        _rows.Multiply(firstBlock, blocks, BatchView.Of(vectors), products.Pointer, products.Stride);
        GC.KeepAlive(vectors.Owner);
        GC.KeepAlive(products.Owner);
    }
}

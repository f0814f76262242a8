using ILGPU;

namespace Engine.Kernels;

/// <summary>SRHT on an accelerator: <see cref="SubsampledHadamardSketch"/>.</summary>
internal sealed class AcceleratorHadamardSketch : DeviceSketch
{
    private readonly AcceleratorDevice _device;
    private readonly SignedTransform _transform;
    private readonly PickKernel _pick;
    private readonly DeviceArray<int> _picked;
    private readonly float _scale;

    public AcceleratorHadamardSketch(AcceleratorDevice device, SketchDistribution distribution, RngState state, SparseSignedCopyKernel sparseCopy, PickKernel pick)
        : base(distribution.Rows, distribution.Columns)
    {
        _device = device;
        _pick = pick;
        _scale = (float)(1 / Math.Sqrt(Rows));
        _transform = new SignedTransform(device, state, Columns, sparseCopy);
        var picked = new int[Rows];
        DistinctSample.Draw(state.Advance((ulong)Columns), _transform.PaddedLength, picked);
        _picked = device.Upload<int>(picked);
    }

    public override void Dispose() => _picked.Dispose();

    private protected override void ApplyCore(MatrixView vectors, MatrixView result)
    {
        using Rented<float> rented = Rent(vectors.Rows, out int batch);
        ArrayView<float> transformed = _device.View(rented.View);
        for (int first = 0; first < vectors.Rows; first += batch)
        {
            int count = Math.Min(batch, vectors.Rows - first);
            _transform.Run(vectors.Block(first, 0, count, Columns), transformed);
            _pick.Run(transformed, _transform.Rows(count), _picked, _scale, result.Block(first, 0, count, Rows));
        }
    }

    private protected override void ApplyCore(CsrView vectors, MatrixView result)
    {
        using Rented<float> rented = Rent(vectors.Rows, out int batch);
        ArrayView<float> transformed = _device.View(rented.View);
        for (int first = 0; first < vectors.Rows; first += batch)
        {
            int count = Math.Min(batch, vectors.Rows - first);
            _transform.Run(vectors, first, count, transformed);
            _pick.Run(transformed, _transform.Rows(count), _picked, _scale, result.Block(first, 0, count, Rows));
        }
    }

    private Rented<float> Rent(int vectors, out int batch)
    {
        batch = BatchSize.Of(vectors, _transform.PaddedLength);
        return _device.Workspace.Rent<float>((long)batch * _transform.PaddedLength);
    }
}

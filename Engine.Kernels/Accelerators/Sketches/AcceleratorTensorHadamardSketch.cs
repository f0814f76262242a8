using ILGPU;

namespace Engine.Kernels;

/// <summary>TensorSRHT on an accelerator: <see cref="TensorHadamardSketch"/>.</summary>
internal sealed class AcceleratorTensorHadamardSketch : DeviceKroneckerSketch
{
    private readonly AcceleratorDevice _device;
    private readonly SignedTransform _left;
    private readonly SignedTransform _right;
    private readonly PickPairsKernel _pick;
    private readonly DeviceArray<int> _pairs;
    private readonly float _scale;

    public AcceleratorTensorHadamardSketch(
        AcceleratorDevice device, KroneckerDistribution distribution, RngState state, SparseSignedCopyKernel sparseCopy, PickPairsKernel pick)
        : base(distribution)
    {
        _device = device;
        _pick = pick;
        _scale = (float)(1 / Math.Sqrt(Rows));
        _left = new SignedTransform(device, state, LeftLength, sparseCopy);
        _right = new SignedTransform(device, state.Advance((ulong)LeftLength), RightLength, sparseCopy);
        using NativeBuffer<int> pairs = new(2L * Rows);
        TensorHadamardSketch.DrawPairs(state.Advance((ulong)LeftLength + (uint)RightLength), _left.PaddedLength, _right.PaddedLength, pairs);
        _pairs = device.Upload(pairs);
    }

    public override void Dispose() => _pairs.Dispose();

    private protected override void ApplyCore(MatrixView left, MatrixView right, MatrixView result)
    {
        int batch = Batch(left.Rows);
        using Rented<float> leftScratch = Rent(_left, batch), rightScratch = Rent(_right, batch);
        ArrayView<float> u = _device.View(leftScratch.View), v = _device.View(rightScratch.View);
        for (int first = 0; first < left.Rows; first += batch)
        {
            int count = Math.Min(batch, left.Rows - first);
            _left.Run(left.Block(first, 0, count, LeftLength), u);
            Finish(first, count, u, v, right, result);
        }
    }

    private protected override void ApplyCore(CsrView left, MatrixView right, MatrixView result)
    {
        int batch = Batch(left.Rows);
        using Rented<float> leftScratch = Rent(_left, batch), rightScratch = Rent(_right, batch);
        ArrayView<float> u = _device.View(leftScratch.View), v = _device.View(rightScratch.View);
        for (int first = 0; first < left.Rows; first += batch)
        {
            int count = Math.Min(batch, left.Rows - first);
            _left.Run(left, first, count, u);
            Finish(first, count, u, v, right, result);
        }
    }

    private void Finish(int first, int count, ArrayView<float> u, ArrayView<float> v, MatrixView right, MatrixView result)
    {
        _right.Run(right.Block(first, 0, count, RightLength), v);
        _pick.Run(u, _left.Rows(count), v, _right.Rows(count), _pairs, _scale, result.Block(first, 0, count, Rows));
    }

    private int Batch(int vectors) => BatchSize.Of(vectors, (long)_left.PaddedLength + _right.PaddedLength);

    private Rented<float> Rent(SignedTransform transform, int batch) => _device.Workspace.Rent<float>((long)batch * transform.PaddedLength);
}

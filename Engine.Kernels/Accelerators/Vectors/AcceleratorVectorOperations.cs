namespace Engine.Kernels;

/// <summary><see cref="VectorOperations"/> on an accelerator.</summary>
internal sealed class AcceleratorVectorOperations(AcceleratorDevice device) : VectorOperations
{
    private readonly ChunkSumKernel<ElementTerms> _elements = new(device);
    private readonly ChunkSumKernel<ProductTerms> _products = new(device);
    private readonly ChunkSumKernel<PartialTerms> _partials = new(device);
    private readonly MaximumKernel _maximum = new(device);
    private readonly AxpbyKernel _axpby = new(device);

    public override double Sum(VectorView<float> x)
    {
        if (x.Length == 0) return 0;
        using Rented<double> sums = device.Workspace.Rent<double>(SumOrder.Chunks(x.Length));
        _elements.Run(new ElementTerms(device.View(x)), sums.View);
        return Fold(sums.View);
    }

    public override float MaxAbs(VectorView<float> x) => _maximum.Largest(x);

    private protected override double DotCore(VectorView<float> x, VectorView<float> y)
    {
        if (x.Length == 0) return 0;
        using Rented<double> sums = device.Workspace.Rent<double>(SumOrder.Chunks(x.Length));
        _products.Run(new ProductTerms(device.View(x), device.View(y)), sums.View);
        return Fold(sums.View);
    }

    private protected override void AxpbyCore(float alpha, VectorView<float> x, float beta, VectorView<float> y) => _axpby.Run(alpha, x, beta, y);

    private double Fold(VectorView<double> sums)
    {
        if (sums.Length == 1)
        {
            Span<double> sum = [0];
            sums.CopyTo(sum);
            return sum[0];
        }

        using Rented<double> next = device.Workspace.Rent<double>(SumOrder.Chunks(sums.Length));
        _partials.Run(new PartialTerms(device.View(sums)), next.View);
        return Fold(next.View);
    }
}

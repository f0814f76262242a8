namespace Engine.Kernels;

/// <summary><see cref="SketchOperations"/> on an accelerator.</summary>
internal sealed class AcceleratorSketchOperations(AcceleratorDevice device) : SketchOperations
{
    private readonly GaussianTileKernel _gaussianTile = new(device);
    private readonly GaussianChainKernel _gaussianChain = new(device);
    private readonly SparseSignedCopyKernel _sparseCopy = new(device);
    private readonly PickKernel _pick = new(device);
    private readonly PickPairsKernel _pickPairs = new(device);
    private readonly SignedSums<SingleSum> _singleSums = new(device);
    private readonly SignedSums<DoubleSum> _doubleSums = new(device);
    private readonly SpectralProduct _spectra = new(device);

    private protected override DeviceSketch SampleCore(SketchDistribution distribution, RngState state) => distribution.Kind switch
    {
        SketchKind.Gaussian => new AcceleratorGaussianSketch(distribution, state, _gaussianTile, _gaussianChain),
        SketchKind.SubsampledHadamard => new AcceleratorHadamardSketch(device, distribution, state, _sparseCopy, _pick),
        _ => new AcceleratorScatterSketch(device, distribution, state, _singleSums),
    };

    private protected override DeviceKroneckerSketch SampleCore(KroneckerDistribution distribution, RngState state) => distribution.Kind == KroneckerKind.Tensor
        ? new AcceleratorTensorSketch(device, distribution, state, _doubleSums, _spectra)
        : new AcceleratorTensorHadamardSketch(device, distribution, state, _sparseCopy, _pickPairs);
}

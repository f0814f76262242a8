namespace Engine.Kernels;

/// <summary><see cref="RandomOperations"/> on an accelerator.</summary>
internal sealed class AcceleratorRandomOperations(AcceleratorDevice device) : RandomOperations
{
    private readonly RandomKernel<BitsTarget> _bits = new(device);
    private readonly RandomKernel<NormalsTarget> _normals = new(device);
    private readonly RandomKernel<SignsTarget> _signs = new(device);
    private readonly RandomKernel<UniformTarget> _uniform = new(device);

    private protected override void FillBitsCore(VectorView<uint> destination, CounterRandom random, ulong firstIndex) =>
        _bits.Run(new BitsTarget(device.View(destination)), random, firstIndex);

    private protected override void FillNormalsCore(VectorView<float> destination, CounterRandom random, ulong firstIndex) =>
        _normals.Run(new NormalsTarget(device.View(destination), device.NormalTable.Coefficients), random, firstIndex);

    private protected override void FillSignsCore(VectorView<float> destination, CounterRandom random, ulong firstIndex) =>
        _signs.Run(new SignsTarget(device.View(destination)), random, firstIndex);

    private protected override void FillUniformCore(VectorView<double> destination, CounterRandom random, ulong firstIndex) =>
        _uniform.Run(new UniformTarget(device.View(destination)), random, firstIndex);
}

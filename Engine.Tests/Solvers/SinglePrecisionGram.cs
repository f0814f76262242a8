using Engine.Kernels;

namespace Engine.Tests.Solvers;

/// <summary>J J^T as the training loop applies it: in fp32, from the candidate lists.</summary>
internal sealed class SinglePrecisionGram(SolverNetwork network) : ILinearOperator, IDisposable
{
    private readonly NativeBuffer<float> _vector = new(network.Samples.PaddedCount);
    private readonly double[] _image = new double[network.Samples.Count];

    public int Order => _image.Length;

    public void Apply(ReadOnlySpan<double> vector, Span<double> result)
    {
        for (int i = 0; i < Order; i++) _vector.Slice(i, 1)[0] = (float)vector[i];
        network.Blocks.ApplyGram(_vector, _image);
        _image.CopyTo(result);
    }

    public void Dispose() => _vector.Dispose();
}

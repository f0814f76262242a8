using Engine.Kernels;

namespace Engine;

/// <summary>One worker's scratch memory for the passes over weights.</summary>
internal sealed unsafe class PassScratch(int samples, int dimension) : IDisposable
{
    private readonly NativeBuffer<float> _perSample = new(2L * samples), _row = new(dimension);

    /// <summary>A number for each sample a neuron fires on.</summary>
    public float* Coefficients => _perSample.Pointer;

    /// <inheritdoc cref="Coefficients"/>
    public float* Products => _perSample.Pointer + samples;

    /// <summary>d components, zero.</summary>
    public float* ClearedRow()
    {
        new Span<float>(_row.Pointer, dimension).Clear();
        return _row.Pointer;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _perSample.Dispose();
        _row.Dispose();
    }
}

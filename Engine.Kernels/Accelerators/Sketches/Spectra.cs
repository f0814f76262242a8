using ILGPU;

namespace Engine.Kernels;

/// <summary>Complex vectors of length L in device memory: L real parts, then L imaginary parts.</summary>
/// <param name="elements">The memory.</param>
/// <param name="count">Number of vectors.</param>
/// <param name="stride">Doubles from one vector to the next, at least 2 L.</param>
/// <param name="length">L, a power of two.</param>
internal readonly struct Spectra(ArrayView<double> elements, int count, long stride, int length)
{
    private readonly ArrayView<double> _elements = elements;

    public int Count { get; } = count;

    public long Stride { get; } = stride;

    public int Length { get; } = length;

    /// <summary>Element k of vector i.</summary>
    public ComplexPair this[long i, long k] => At(i * Stride + k);

    /// <summary>Element k of the vector behind vector i, of which these have every second one.</summary>
    public ComplexPair Behind(long i, long k) => At(i * Stride + 2L * Length + k);

    /// <summary>Writes element k of vector i.</summary>
    public void Set(long i, long k, ComplexPair value)
    {
        _elements[i * Stride + k] = value.Re;
        _elements[i * Stride + k + Length] = value.Im;
    }

    private ComplexPair At(long place) => new(_elements[place], _elements[place + Length]);
}

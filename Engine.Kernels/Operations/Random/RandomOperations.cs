namespace Engine.Kernels;

/// <summary>Random numbers on one device.</summary>
/// <remarks>
/// Element i of a destination receives element firstIndex + i of the sequence, with the bits <see cref="CounterRandom"/> gives it: on every device, in
/// any order, by any number of threads. Cost: one block of <see cref="Philox4x32"/> for four elements.
/// </remarks>
public abstract class RandomOperations
{
    private protected RandomOperations()
    {
    }

    /// <summary>Writes <see cref="CounterRandom.Bits"/> of consecutive elements.</summary>
    /// <param name="destination">Any length.</param>
    /// <param name="random">The sequence.</param>
    /// <param name="firstIndex">Any element; it need not start a block.</param>
    /// <exception cref="ArgumentOutOfRangeException">The last index would exceed 2^64 - 1.</exception>
    public void FillBits(VectorView<uint> destination, CounterRandom random, ulong firstIndex)
    {
        CounterRandom.RequireRange(destination.Length, firstIndex);
        if (destination.Length > 0) FillBitsCore(destination, random, firstIndex);
    }

    /// <summary>Writes <see cref="CounterRandom.Normal"/> of consecutive elements.</summary>
    /// <inheritdoc cref="FillBits"/>
    public void FillNormals(VectorView<float> destination, CounterRandom random, ulong firstIndex)
    {
        CounterRandom.RequireRange(destination.Length, firstIndex);
        if (destination.Length > 0) FillNormalsCore(destination, random, firstIndex);
    }

    /// <summary>Writes <see cref="CounterRandom.Sign"/> of consecutive elements, as +1 and -1.</summary>
    /// <inheritdoc cref="FillBits"/>
    public void FillSigns(VectorView<float> destination, CounterRandom random, ulong firstIndex)
    {
        CounterRandom.RequireRange(destination.Length, firstIndex);
        if (destination.Length > 0) FillSignsCore(destination, random, firstIndex);
    }

    /// <summary>Writes <see cref="CounterRandom.Uniform"/> of consecutive elements.</summary>
    /// <inheritdoc cref="FillBits"/>
    public void FillUniform(VectorView<double> destination, CounterRandom random, ulong firstIndex)
    {
        CounterRandom.RequireRange(destination.Length, firstIndex);
        if (destination.Length > 0) FillUniformCore(destination, random, firstIndex);
    }

    private protected abstract void FillBitsCore(VectorView<uint> destination, CounterRandom random, ulong firstIndex);

    private protected abstract void FillNormalsCore(VectorView<float> destination, CounterRandom random, ulong firstIndex);

    private protected abstract void FillSignsCore(VectorView<float> destination, CounterRandom random, ulong firstIndex);

    private protected abstract void FillUniformCore(VectorView<double> destination, CounterRandom random, ulong firstIndex);
}

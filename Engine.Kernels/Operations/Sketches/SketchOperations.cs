namespace Engine.Kernels;

/// <summary>Sketches on one device: the matrices of <see cref="SketchDistribution"/> and <see cref="KroneckerDistribution"/>, the very same on every device.</summary>
public abstract class SketchOperations
{
    private protected SketchOperations()
    {
    }

    /// <summary>Draws one matrix.</summary>
    /// <param name="distribution">What to draw from.</param>
    /// <param name="state">Where the random sequence begins.</param>
    /// <returns>The sketch, which the caller disposes before the device, and the state after its elements.</returns>
    /// <exception cref="OverflowException">The random sequence is used up.</exception>
    /// <exception cref="OutOfMemoryException">The device has not so much left.</exception>
    /// <remarks>What an accelerator keeps: nothing for Gaussian, 4 s bytes for SRHT, 8 (q N + s) for the sparse kinds.</remarks>
    public Sampled<DeviceSketch> Sample(SketchDistribution distribution, RngState state)
    {
        ArgumentNullException.ThrowIfNull(distribution);
        RngState next = state.Advance(distribution.RandomElements);
        return new Sampled<DeviceSketch>(SampleCore(distribution, state), next);
    }

    /// <summary>Draws one matrix that acts on Kronecker products.</summary>
    /// <param name="distribution">What to draw from.</param>
    /// <param name="state">Where the random sequence begins.</param>
    /// <returns>The sketch, which the caller disposes before the device, and the state after its elements.</returns>
    /// <exception cref="OverflowException">The random sequence is used up.</exception>
    /// <exception cref="OutOfMemoryException">The device has not so much left.</exception>
    /// <remarks>What an accelerator keeps: 8 s bytes for TensorSRHT, 8 (N1 + N2 + 2 s) and twiddle factors of 16 to 64 s bytes for TensorSketch.</remarks>
    public Sampled<DeviceKroneckerSketch> Sample(KroneckerDistribution distribution, RngState state)
    {
        ArgumentNullException.ThrowIfNull(distribution);
        RngState next = state.Advance(distribution.RandomElements);
        return new Sampled<DeviceKroneckerSketch>(SampleCore(distribution, state), next);
    }

    private protected abstract DeviceSketch SampleCore(SketchDistribution distribution, RngState state);

    private protected abstract DeviceKroneckerSketch SampleCore(KroneckerDistribution distribution, RngState state);
}

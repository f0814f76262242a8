namespace Engine.Kernels;

/// <summary>The <see cref="TwiddleFactors"/> of one length on an accelerator.</summary>
internal sealed unsafe class DeviceTwiddles : IDisposable
{
    private readonly DeviceArray<double> _cosines;
    private readonly DeviceArray<double> _sines;

    /// <summary>Computes the factors on the host and uploads them, 16 L bytes.</summary>
    /// <param name="device">Where to.</param>
    /// <param name="length">L, a power of two, at most 2^24.</param>
    public DeviceTwiddles(AcceleratorDevice device, int length)
    {
        Length = length;
        using NativeBuffer<double> cosines = new(length), sines = new(length);
        TwiddleFactors.Fill(cosines.Pointer, sines.Pointer, length);
        _cosines = device.Upload(cosines);
        try
        {
            _sines = device.Upload(sines);
        }
        catch
        {
            _cosines.Dispose();
            throw;
        }
    }

    /// <summary>L.</summary>
    public int Length { get; }

    /// <summary>Those of h at [h, 2 h).</summary>
    public VectorView<double> Cosines => _cosines;

    /// <summary>Those of h at [h, 2 h).</summary>
    public VectorView<double> Sines => _sines;

    /// <inheritdoc/>
    public void Dispose()
    {
        _cosines.Dispose();
        _sines.Dispose();
    }
}

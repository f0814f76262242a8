using ILGPU;
using ILGPU.Algorithms;

namespace Engine.Kernels;

/// <summary>The table of <see cref="NormalQuantile"/> on an accelerator, uploaded when it is first needed.</summary>
internal sealed class NormalTable(AcceleratorDevice device) : IDisposable
{
    private DeviceArray<int>? _coefficients;

    /// <summary>As <see cref="NormalQuantile.Coefficients"/>.</summary>
    public ArrayView<int> Coefficients => device.View<int>(_coefficients ??= device.Upload(NormalQuantile.Coefficients));

    /// <summary><see cref="NormalQuantile.FromBits(uint)"/> in a kernel.</summary>
    public static float FromBits(uint bits, ArrayView<int> coefficients)
    {
        // XMath has the instruction; BitOperations would be compiled as what it does without one.
        int octave = XMath.LeadingZeroCount(NormalQuantile.Odd(bits));
        uint normalised = NormalQuantile.Odd(bits) << octave;
        int row = NormalQuantile.Row(octave, normalised);
        int magnitude = NormalQuantile.Cubic(
            coefficients[row], coefficients[row + 1], coefficients[row + 2], coefficients[row + 3], NormalQuantile.Position(normalised));
        return NormalQuantile.Signed(magnitude, bits);
    }

    /// <inheritdoc/>
    public void Dispose() => _coefficients?.Dispose();
}

namespace Engine.Kernels;

/// <summary>Sums, inner products and updates of fp32 vectors on one device.</summary>
/// <remarks>
/// Sums are accumulated in double precision in an order that only the length decides, the same on every device (<see cref="SumOrder"/>). A product of two
/// fp32 numbers is exact in double precision, so <see cref="Sum"/> and <see cref="Dot"/> have the same bits on every device, whether it fuses
/// multiplications with additions or not. Each is off by at most γ_t Σ|x_i y_i|, t the logarithmic number of additions on one path:
/// at most 69 for each factor of 2,048 in the length, u = 2⁻⁵³ (Higham, Accuracy and Stability, §4.2).
/// </remarks>
public abstract class VectorOperations
{
    private protected VectorOperations()
    {
    }

    /// <summary>Σ x_i.</summary>
    /// <param name="x">Any length; an empty sum is 0.</param>
    public abstract double Sum(VectorView<float> x);

    /// <summary>Σ x_i y_i.</summary>
    /// <param name="x">Any length.</param>
    /// <param name="y">As long as x; may be x itself.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public double Dot(VectorView<float> x, VectorView<float> y)
    {
        RequireEqual(x, y);
        return DotCore(x, y);
    }

    /// <summary>The Euclidean norm.</summary>
    /// <param name="x">Any length. No finite x overflows: squares of fp32 numbers are far from the limits of double precision.</param>
    public double Norm2(VectorView<float> x) => Math.Sqrt(DotCore(x, x));

    /// <summary>The largest |x_i|; 0 for no elements, NaN when an element is NaN.</summary>
    /// <param name="x">Any length.</param>
    public abstract float MaxAbs(VectorView<float> x);

    /// <summary>y = alpha x + beta y.</summary>
    /// <param name="alpha">Factor of x; 0 leaves x unread.</param>
    /// <param name="x">Any length.</param>
    /// <param name="beta">Factor of the old y; 0 leaves it unread, even where it is NaN.</param>
    /// <param name="y">As long as x; may be x itself, but must not overlap it otherwise.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    /// <remarks>At most two roundings, or three where the device does not fuse: |error| ≤ γ_2 (|alpha x| + |beta y|).</remarks>
    public void Axpby(float alpha, VectorView<float> x, float beta, VectorView<float> y)
    {
        RequireEqual(x, y);
        if (y.Length > 0) AxpbyCore(alpha, x, beta, y);
    }

    private protected abstract double DotCore(VectorView<float> x, VectorView<float> y);

    private protected abstract void AxpbyCore(float alpha, VectorView<float> x, float beta, VectorView<float> y);

    private static void RequireEqual(VectorView<float> x, VectorView<float> y)
    {
        if (x.Length != y.Length) throw new ArgumentException($"x.Length == y.Length does not hold: x.Length={x.Length}, y.Length={y.Length}.");
    }
}

using Engine.Kernels;

namespace Engine.Perf;

/// <summary>A symmetric positive definite matrix whose condition is known, right-hand sides, and places for two ways to work on them.</summary>
internal sealed unsafe class FactorProblem : IDisposable
{
    /// <summary>Right-hand sides of a solve.</summary>
    public const int RightHandSides = 64;

    private const double UnitRoundoff = 1.0 / (1L << 53), Condition = 3, LargestEigenvalue = 3;

    private readonly NativeBuffer<double> _matrix;
    private readonly NativeBuffer<double> _rightHandSides;

    /// <summary>A = 2 I + E with |E| below 1 by Gershgorin's circles: eigenvalues between 1 and 3.</summary>
    /// <param name="order">n.</param>
    public FactorProblem(int order)
    {
        Order = order;
        _matrix = new NativeBuffer<double>((long)order * order);
        _rightHandSides = new NativeBuffer<double>((long)RightHandSides * order);
        using NativeBuffer<float> normals = Samples.Normals((long)order * order, stream: 1);
        // No normal number drawn from 32 bits is larger than 8.
        double scale = 1.0 / (8 * order);
        for (int i = 0; i < order; i++)
        {
            double* row = _matrix.Pointer + (long)i * order;
            for (int j = 0; j <= i; j++) row[j] = _matrix.Pointer[(long)j * order + i] = (i == j ? 2 : 0) + scale * normals.Pointer[(long)i * order + j];
        }

        using NativeBuffer<float> right = Samples.Normals(_rightHandSides.Length, stream: 2);
        for (long e = 0; e < right.Length; e++) _rightHandSides.Pointer[e] = right.Pointer[e];
        Ours = new FactorStorage(order, RightHandSides);
        Reference = new FactorStorage(order, RightHandSides);
    }

    /// <summary>n.</summary>
    public int Order { get; }

    /// <summary>Ours.</summary>
    public FactorStorage Ours { get; }

    /// <summary>The baseline's.</summary>
    public FactorStorage Reference { get; }

    /// <summary>Puts A back.</summary>
    public void RestoreMatrix(FactorStorage storage) => Copy(_matrix, storage.Matrix);

    /// <summary>Puts the right-hand sides back.</summary>
    public void RestoreRightHandSides(FactorStorage storage) => Copy(_rightHandSides, storage.RightHandSides);

    /// <summary>Compares the two factors.</summary>
    /// <returns>Largest difference of elements over its bound.</returns>
    /// <remarks>
    /// Each factor is that of A + D with ||D||_F ≤ γ_{n+1} trace(A) ≤ γ_{n+1} n ||A||₂, so off by at most √(||A||₂) κ δ / (√2 (1 - κ δ)), δ = γ_{n+1} n: Higham,
    /// Accuracy and Stability, Theorems 10.3 and 10.8.
    /// </remarks>
    public double CompareFactors()
    {
        double loss = RelativeLoss(Order + 1);
        double largest = 0;
        for (int i = 0; i < Order; i++)
        {
            for (int j = 0; j <= i; j++) largest = Worse(largest, Ours.Matrix.Pointer[(long)i * Order + j] - Reference.Matrix.Pointer[(long)j * Order + i]);
        }

        return Share("factors", largest, 2 * Math.Sqrt(LargestEigenvalue) * loss / (Math.Sqrt(2) * (1 - loss)));
    }

    /// <summary>Compares the two solutions.</summary>
    /// <returns>Largest difference of elements over its bound.</returns>
    /// <remarks>Each solves with A + D, ||D||₂ ≤ γ_{3n+1} n ||A||₂ (Theorem 10.4), so is off by at most κ δ / (1 - κ δ) of its norm, δ = γ_{3n+1} n.</remarks>
    public double CompareSolutions()
    {
        double loss = RelativeLoss(3 * Order + 1), share = 0;
        for (int i = 0; i < RightHandSides; i++)
        {
            double largest = 0, square = 0;
            for (int j = 0; j < Order; j++)
            {
                double x = Ours.RightHandSides.Pointer[(long)i * Order + j];
                largest = Worse(largest, x - Reference.RightHandSides.Pointer[(long)i * Order + j]);
                square += x * x;
            }

            share = Math.Max(share, Share("solutions", largest, 2 * loss / (1 - loss) * Math.Sqrt(square)));
        }

        return share;
    }

    /// <summary>Compares our diagonal of the inverse with that of the baseline's inverse.</summary>
    /// <returns>Largest difference over the bound of a solution whose right-hand side is a unit vector; the norm of that is at most 1.</returns>
    public double CompareDiagonals()
    {
        double loss = RelativeLoss(3 * Order + 1), largest = 0;
        for (int i = 0; i < Order; i++) largest = Worse(largest, Ours.Diagonal[i] - Reference.Matrix.Pointer[(long)i * Order + i]);
        return Share("diagonals", largest, 2 * loss / (1 - loss));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _matrix.Dispose();
        _rightHandSides.Dispose();
        Ours.Dispose();
        Reference.Dispose();
    }

    /// <summary>κ γ_t n.</summary>
    private double RelativeLoss(int t) => Condition * (t * UnitRoundoff / (1 - t * UnitRoundoff)) * Order;

    // NaN is worse than anything.
    private static double Worse(double largest, double difference) => Math.Abs(difference) <= largest ? largest : Math.Abs(difference);

    private static double Share(string what, double difference, double bound) => difference <= bound
        ? difference / bound
        : throw new ComparisonFailedException($"two {what} differ by {difference:G3}; the bound is {bound:G3}.");

    private static void Copy(NativeBuffer<double> source, NativeBuffer<double> target) =>
        Buffer.MemoryCopy(source.Pointer, target.Pointer, target.Bytes, source.Bytes);
}

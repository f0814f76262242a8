namespace Engine.Indexing;

/// <summary>One query of a ball tree, with the bounds that make its decisions certain.</summary>
/// <param name="Vector">q, d floats.</param>
/// <param name="Norm">An fp32 number that is not below |q|.</param>
/// <param name="Threshold">tau.</param>
/// <param name="Drop">A ball whose upper end is at most this holds nothing above tau.</param>
/// <param name="Keep">A ball whose lower end is above this holds nothing else.</param>
/// <remarks>
/// A ball has centre c, radius rho >= |p - c| for its points p, and N >= |c| + rho >= |p|. With u = 2^-24 and Q = <paramref name="Norm"/>:
/// canonical products differ from exact ones by at most gamma_d |.||q| + d 2^-149 (each of d roundings loses a relative u or an absolute 2^-150), so the products z of p and z_c of c differ
/// by at most (rho + 2 gamma_d N) Q + 2d 2^-149. The ends are computed as fma(+-reach, Q, z_c), which adds at most u (reach Q + |z_c|) + 2^-149, and |z_c| &lt;= (1 + gamma_d) N Q + d 2^-149.
/// So reach = (1 + 4u) rho + (2 gamma_d + 4u) N suffices: reach (1 - u) - u (1 + gamma_d) N >= rho + 2 gamma_d N. What remains is absolute, less than a = (2d + 2) 2^-149,
/// and moves the threshold: Drop &lt;= tau - a and Keep >= tau + a. All of it holds while nothing overflows; <see cref="BallLevel"/> looks at every point when N Q is near the end of the range.
/// </remarks>
internal readonly unsafe record struct BallQuery(nint Vector, float Norm, float Threshold, float Drop, float Keep)
{
    // From here on one ulp is more than a, and below it tau + a is exact in double precision.
    private const float Small = 7.9e-31f;

    /// <summary>q.</summary>
    public float* Pointer => (float*)Vector;

    /// <summary>Prepares a query; the numbers stay where they are.</summary>
    public static BallQuery Of(float* query, int dimension, float threshold)
    {
        float norm = RoundingSlack.Above(RoundingSlack.NormAbove(new ReadOnlySpan<float>(query, dimension)));
        double absolute = (2.0 * dimension + 2) * RoundingSlack.Underflow;
        bool small = MathF.Abs(threshold) < Small;
        return new BallQuery(
            (nint)query, norm, threshold,
            small ? RoundingSlack.Below(threshold - absolute) : MathF.BitDecrement(threshold),
            small ? RoundingSlack.Above(threshold + absolute) : MathF.BitIncrement(threshold));
    }

    /// <summary>What fp32 has to add to a radius: see the remarks of the type.</summary>
    public static float Reach(double radius, double norm, int dimension) =>
        RoundingSlack.Above((1 + 4 * RoundingSlack.Unit) * radius + (2 * RoundingSlack.Gamma(dimension) + 4 * RoundingSlack.Unit) * norm);
}

namespace Engine.Indexing;

/// <summary>The one inner product that exact indexes compare: s = fma(p_k, q_k, s) in fp32, k ascending from s = 0.</summary>
/// <remarks>
/// For finite p and q it is never NaN: a product of finite numbers inside fma is not rounded, and fma(a, b, +-inf) is that infinity. Its error is at most
/// gamma_d |p| |q| + d 2^-149 while nothing overflows (<see cref="RoundingSlack"/>).
/// </remarks>
internal static class CanonicalProduct
{
    /// <summary>Of one pair.</summary>
    public static float Of(ReadOnlySpan<float> p, ReadOnlySpan<float> q)
    {
        float sum = 0;
        for (int k = 0; k < p.Length; k++) sum = MathF.FusedMultiplyAdd(p[k], q[k], sum);
        return sum;
    }
}

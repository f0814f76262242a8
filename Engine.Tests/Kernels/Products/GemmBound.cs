namespace Engine.Tests.Kernels.Products;

/// <summary>The t that the remarks of <see cref="Engine.Kernels.Gemm"/> state.</summary>
internal static class GemmBound
{
    /// <summary>k + ⌈k / 384⌉ + 2: a term is rounded at most 384 times in its chain, once for each part of k, and twice with alpha and beta.</summary>
    internal static int Roundings(int k) => k + (k + 383) / 384 + 2;
}

using Engine.Kernels;

namespace Engine.Perf;

/// <summary>A product and the schemes to compute it with.</summary>
/// <param name="Shape">The product, plain.</param>
/// <param name="Schemes">Bilinear schemes, one level each.</param>
/// <param name="Target">What the plan's choice must reach of the classical rate, or null.</param>
internal sealed record FastGemmCase(GemmShape Shape, IReadOnlyList<BilinearScheme> Schemes, double? Target = null)
{
    /// <summary>Every scheme on one shape.</summary>
    public static FastGemmCase All(int m, int n, int k, double? target = null) => new(new GemmShape(m, n, k), BilinearSchemes.All, target);

    /// <summary>One scheme on the shape whose blocks are squares.</summary>
    public static FastGemmCase Suited(BilinearScheme scheme, int block) =>
        new(new GemmShape(block * scheme.Rows, block * scheme.Columns, block * scheme.Inner), [scheme]);
}

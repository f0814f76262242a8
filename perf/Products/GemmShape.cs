namespace Engine.Perf;

/// <summary>A product to measure.</summary>
/// <param name="M">Rows of C.</param>
/// <param name="N">Columns of C.</param>
/// <param name="K">Length of the inner products.</param>
/// <param name="Form">Layout.</param>
/// <param name="Target">Rate over that of OpenBLAS to reach, or null.</param>
internal sealed record GemmShape(int M, int N, int K, GemmForm Form = GemmForm.Plain, double? Target = null)
{
    /// <summary>Operations: 2 m n k, half of it for a symmetric product.</summary>
    public double Operations => (Form == GemmForm.Symmetric ? 1.0 : 2.0) * M * N * K;

    /// <inheritdoc/>
    public override string ToString() => $"{M}x{N}x{K}" + Form switch
    {
        GemmForm.LeftTransposed => " A^T",
        GemmForm.RightTransposed => " B^T",
        GemmForm.Symmetric => " syrk",
        _ => "",
    };
}

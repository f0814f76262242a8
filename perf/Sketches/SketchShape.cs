namespace Engine.Perf;

/// <summary>Sizes of a batch of vectors and of the sketch of it.</summary>
/// <param name="Count">n.</param>
/// <param name="Length">N, a power of two.</param>
/// <param name="Rows">s.</param>
/// <param name="Spacing">1 for dense vectors, else one place of every so many holds a number.</param>
internal sealed record SketchShape(int Count, int Length, int Rows, int Spacing = 1)
{
    /// <inheritdoc/>
    public override string ToString() => $"{(Spacing == 1 ? "dense" : $"sparse 1/{Spacing}")} n={Count} N=2^{int.Log2(Length)} s={Rows}";
}

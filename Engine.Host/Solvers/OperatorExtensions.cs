namespace Engine;

/// <summary>Applies any operator to several vectors.</summary>
internal static class OperatorExtensions
{
    /// <summary>Writes A v for every row v: in one application when A is a block operator, else one by one.</summary>
    /// <param name="system">A.</param>
    /// <param name="vectors">(count, order).</param>
    /// <param name="results">(count, order).</param>
    public static void ApplyRows(this ILinearOperator system, ReadOnlySpan<double> vectors, Span<double> results)
    {
        if (system is IBlockOperator block)
        {
            block.ApplyAll(vectors, results);
            return;
        }

        int order = system.Order;
        for (int first = 0; first < vectors.Length; first += order) system.Apply(vectors.Slice(first, order), results.Slice(first, order));
    }
}

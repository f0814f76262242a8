namespace Engine.Kernels;

/// <summary>Products of a sparse matrix and a vector: the tails of long rows, then the heads.</summary>
/// <typeparam name="TTerms">Terms by entry.</typeparam>
internal sealed class SparseVectorProduct<TTerms>(AcceleratorDevice device)
    where TTerms : struct, ITerms
{
    private readonly TailSumKernel<TTerms> _tails = new(device);
    private readonly RowSumKernel<TTerms> _rows = new(device);

    /// <param name="alpha">Factor of the sums.</param>
    /// <param name="terms">A term for each entry.</param>
    /// <param name="capacity">Entries there may be.</param>
    /// <param name="offsets">Where rows begin.</param>
    /// <param name="beta">Factor of the old y.</param>
    /// <param name="y">At least one element.</param>
    public void Run(float alpha, TTerms terms, long capacity, VectorView<long> offsets, float beta, VectorView<float> y)
    {
        using Rented<double> tails = device.Workspace.Rent<double>(alpha == 0 ? 0 : RowPieces.Slots(capacity));
        if (tails.View.Length > 0) _tails.Run(terms, offsets, tails.View);
        _rows.Run(alpha, terms, offsets, tails.View, beta, y);
    }
}

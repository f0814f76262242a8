using ILGPU;

namespace Engine.Kernels;

/// <summary>Dense and sparse vectors times a sparse sign matrix, in the order of the columns.</summary>
/// <typeparam name="TSum">Precision of the sums.</typeparam>
internal sealed class SignedSums<TSum>(AcceleratorDevice device)
    where TSum : unmanaged, ISum<TSum>
{
    // Full memory transactions: 32 vectors are 128 bytes.
    private const int LeastVectors = 32;

    private readonly InterleaveKernel _interleave = new(device);
    private readonly GatherKernel<TSum> _gather = new(device);
    private readonly OrderedScatterKernel<TSum> _scatter = new(device);

    /// <summary>Writes the sums of dense vectors.</summary>
    /// <param name="entries">The matrix.</param>
    /// <param name="vectors">At least one.</param>
    /// <param name="scale">Multiplies every sum.</param>
    /// <param name="sums">Sum r of vector i goes to i stride + r.</param>
    /// <param name="stride">At least s.</param>
    public void Gather(SignedEntries entries, MatrixView vectors, float scale, ArrayView<TSum> sums, long stride)
    {
        int batch = BatchSize.Of(vectors.Rows, entries.Columns, LeastVectors);
        using Rented<float> rented = device.Workspace.Rent<float>((long)entries.Columns * batch);
        ArrayView<float> interleaved = device.View(rented.View);
        for (int first = 0; first < vectors.Rows; first += batch)
        {
            int count = Math.Min(batch, vectors.Rows - first);
            _interleave.Run(vectors.Block(first, 0, count, vectors.Columns), interleaved);
            _gather.Run(entries, interleaved, count, scale, sums.SubView(first * stride), stride);
        }
    }

    /// <summary>Writes the sums of sparse vectors.</summary>
    public void Scatter(SignedEntries entries, CsrView vectors, float scale, ArrayView<TSum> sums, long stride)
    {
        SparseTerms terms = new(
            vectors.Rows, device.View(vectors.Offsets), device.View(vectors.Ids), device.View(vectors.Values), device.View<uint>(entries.ByColumn), entries.NonZeros);
        _scatter.Run(terms, entries.Rows, scale, sums, stride);
    }
}

using System.Numerics;

namespace Engine.Kernels;

/// <summary><see cref="StructuredRows"/> on one device: blocks (1/M) H D1 H D2 H D3 of M rows, of which the first d columns are used.</summary>
/// <remarks>The same bits on every device: signs and the power of two are exact, and so is the order of the additions.</remarks>
public abstract class DeviceStructuredRows : IDisposable
{
    private protected DeviceStructuredRows(int dimension, RngState state)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(dimension, WalshHadamard.MaximumLength);
        Dimension = dimension;
        BlockRows = (int)BitOperations.RoundUpToPowerOf2((uint)dimension);
        State = state;
    }

    /// <summary>d.</summary>
    public int Dimension { get; }

    /// <summary>M, the rows of a block: d rounded up to a power of two.</summary>
    public int BlockRows { get; }

    private protected RngState State { get; }

    /// <summary>The state after a number of blocks.</summary>
    /// <param name="blocks">Blocks 0 .. blocks - 1 are used.</param>
    /// <exception cref="OverflowException">The random sequence is used up.</exception>
    public RngState After(long blocks) => State.Advance(checked((ulong)StructuredRows.Diagonals * (uint)BlockRows * (ulong)blocks));

    /// <summary>Writes the products of the rows of consecutive blocks with every vector.</summary>
    /// <param name="firstBlock">First block, at least 0.</param>
    /// <param name="blocks">Number of blocks, at least 0.</param>
    /// <param name="vectors">Shape (n, d): one vector a row, rows contiguous.</param>
    /// <param name="products">Shape (n, blocks * M), rows contiguous: element (i, (k - firstBlock) M + r) is row r of block k times x_i. Must not overlap the vectors.</param>
    /// <exception cref="ArgumentOutOfRangeException">A block number is negative.</exception>
    /// <exception cref="ArgumentException">A shape does not fit.</exception>
    /// <exception cref="OverflowException">The random sequence is used up.</exception>
    /// <remarks>Cost and error bound: as <see cref="StructuredRows.Multiply(long, int, VectorBatch, Span{float})"/>.</remarks>
    public void Multiply(long firstBlock, int blocks, MatrixView vectors, MatrixView products)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(firstBlock);
        ArgumentOutOfRangeException.ThrowIfNegative(blocks);
        _ = After(firstBlock + blocks);
        RowMajor.Require(vectors, Dimension, nameof(vectors));
        RowMajor.Require(products, vectors.Rows, (long)blocks * BlockRows, nameof(products));
        if (products.Rows > 0 && blocks > 0) MultiplyCore(firstBlock, blocks, vectors, products);
    }

    /// <summary>Frees what belongs to the rows.</summary>
    public abstract void Dispose();

    private protected abstract void MultiplyCore(long firstBlock, int blocks, MatrixView vectors, MatrixView products);
}

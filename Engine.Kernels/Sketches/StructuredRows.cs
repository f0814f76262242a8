using System.Numerics;

namespace Engine.Kernels;

/// <summary>Rows of a wide random matrix in blocks √M H D1 H D2 H D3 that nobody stores: H orthonormal Walsh-Hadamard, D random signs.</summary>
/// <remarks>
/// A stand-in for normal rows: every row has norm √M over its M = d padded elements, the rows of a block are orthogonal, and M products with one x cost
/// 3 M log2 M additions instead of M d. With H unnormalised a block is (1/M) H D1 H D2 H D3, of which the first d columns are used.
/// Sign j of D_t of block k is that of <see cref="CounterRandom"/> element M (3 k + t - 1) + j. Source: Choromanski, Rowland and Weller, "The unreasonable
/// effectiveness of structured random orthogonal embeddings", NIPS 2017. An object serves one caller at a time.
/// </remarks>
public sealed unsafe class StructuredRows : IDisposable
{
    internal const int Diagonals = 3;

    // The signs of a block, drawn again for every group of vectors, are then a few percent of the work.
    private const int GroupVectors = 64;

    private readonly RngState _state;
    private readonly int _levels;
    private readonly long _signWords;
    private readonly BatchLaunch _launch;
    private readonly NativeBuffer<ushort>[] _signs;
    private readonly NativeBuffer<float> _row;
    private long _firstBlock;
    private int _blocks;

    /// <summary>Takes the workspace: 6 M bits per thread and one row.</summary>
    /// <param name="dimension">d, in [1, 2^24].</param>
    /// <param name="state">Where the random sequence begins; block k uses the elements from 3 M k up to 3 M (k + 1).</param>
    /// <param name="team">Threads to share the work; stays the caller's.</param>
    /// <exception cref="ArgumentOutOfRangeException">The dimension is out of range.</exception>
    public StructuredRows(int dimension, RngState state, WorkerTeam team)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(dimension, WalshHadamard.MaximumLength);
        ArgumentNullException.ThrowIfNull(team);
        Dimension = dimension;
        BlockRows = (int)BitOperations.RoundUpToPowerOf2((uint)dimension);
        _state = state;
        _levels = BitOperations.Log2((uint)BlockRows);
        _signWords = SignBits.Words(BlockRows);
        _launch = new BatchLaunch(team, MultiplyGroup);
        _row = new NativeBuffer<float>(BlockRows);
        _signs = new NativeBuffer<ushort>[team.Size];
        for (int t = 0; t < team.Size; t++) _signs[t] = new NativeBuffer<ushort>(Diagonals * _signWords);
    }

    /// <summary>d.</summary>
    public int Dimension { get; }

    /// <summary>M, the rows of a block: d rounded up to a power of two.</summary>
    public int BlockRows { get; }

    /// <summary>The state after a number of blocks.</summary>
    /// <param name="blocks">Blocks 0 .. blocks - 1 are used.</param>
    /// <exception cref="OverflowException">The random sequence is used up.</exception>
    public RngState After(long blocks) => _state.Advance(checked((ulong)Diagonals * (uint)BlockRows * (ulong)blocks));

    /// <summary>Writes the products of the rows of consecutive blocks with every vector.</summary>
    /// <param name="firstBlock">First block, at least 0.</param>
    /// <param name="blocks">Number of blocks, at least 0.</param>
    /// <param name="vectors">n vectors of length d, dense.</param>
    /// <param name="products">Shape (n, blocks * M), row-major: element (i, (k - first) M + r) is row r of block k times x_i.</param>
    /// <exception cref="ArgumentException">A shape does not fit, or the vectors are sparse.</exception>
    /// <remarks>
    /// Three transforms per block and vector; shared by blocks and groups of 64 vectors. Every product is off by at most γ_{3 log2 M} √M ||x||₂: the norm
    /// bound of <see cref="WalshHadamard"/> three times over. Signs and the scale are exact.
    /// </remarks>
    public void Multiply(long firstBlock, int blocks, VectorBatch vectors, Span<float> products)
    {
        RequireBlocks(firstBlock, blocks);
        if (vectors.IsSparse) throw new ArgumentException("vectors are dense does not hold.", nameof(vectors));
        _firstBlock = firstBlock;
        _blocks = blocks;
        _launch.Run(vectors, Dimension, products, checked(blocks * BlockRows), Items(vectors.Count));
    }

    /// <summary>The same for vectors and products in native memory, which stays in place; shapes are the caller's to check.</summary>
    internal void Multiply(long firstBlock, int blocks, BatchView vectors, float* products, long productStride)
    {
        RequireBlocks(firstBlock, blocks);
        _firstBlock = firstBlock;
        _blocks = blocks;
        _launch.Run(vectors, default, products, productStride, Items(vectors.Count));
    }

    /// <summary>Writes one row.</summary>
    /// <param name="row">Row number, counted through all blocks: row r of block k is k M + r.</param>
    /// <param name="destination">d elements.</param>
    /// <exception cref="ArgumentException">The destination has another length.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The row is negative.</exception>
    /// <remarks>Three transforms. Elements are multiples of 1/M, and exact for M up to 2^16.</remarks>
    public void FillRow(long row, Span<float> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        if (destination.Length != Dimension)
            throw new ArgumentException($"destination.Length == Dimension does not hold: destination.Length={destination.Length}, Dimension={Dimension}.", nameof(destination));
        _ = After(row / BlockRows + 1);
        ushort* signs = DrawSigns(row / BlockRows, worker: 0);
        float* x = _row.Pointer;
        new Span<float>(x, BlockRows).Clear();
        x[row % BlockRows] = 1.0f / BlockRows;
        // Row r of the block is its transpose, D3 H D2 H D1 H / M, times the unit vector r; 1 / M is a power of two.
        for (int t = 0; t < Diagonals; t++)
        {
            HadamardKernel.Run(x, _levels);
            SignBits.Flip(x, signs + t * _signWords, BlockRows, x);
        }

        new Span<float>(x, Dimension).CopyTo(destination);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _row.Dispose();
        foreach (NativeBuffer<ushort> signs in _signs) signs.Dispose();
    }

    private int Items(int vectors) => checked(_blocks * ((vectors + GroupVectors - 1) / GroupVectors));

    private void RequireBlocks(long firstBlock, int blocks)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(firstBlock);
        ArgumentOutOfRangeException.ThrowIfNegative(blocks);
        _ = After(firstBlock + blocks);
    }

    private void MultiplyGroup(int worker, int item)
    {
        BatchView vectors = _launch.Left;
        int block = item % _blocks, first = item / _blocks * GroupVectors;
        ushort* signs = DrawSigns(_firstBlock + block, worker);
        for (int i = first; i < Math.Min(vectors.Count, first + GroupVectors); i++)
        {
            float* x = _launch.Row(i) + (long)block * BlockRows;
            SignBits.Flip(vectors.Values(i), signs + 2 * _signWords, Dimension, x);
            new Span<float>(x + Dimension, BlockRows - Dimension).Clear();
            HadamardKernel.Run(x, _levels);
            SignBits.Flip(x, signs + _signWords, BlockRows, x);
            HadamardKernel.Run(x, _levels);
            SignBits.Flip(x, signs, BlockRows, x);
            // A power of two: exact.
            HadamardKernel.Run(x, _levels, 1.0f / BlockRows);
        }
    }

    // D1, D2 and D3 of a block, one after another.
    private ushort* DrawSigns(long block, int worker)
    {
        ushort* signs = _signs[worker].Pointer;
        ulong first = _state.NextIndex + (ulong)Diagonals * (uint)BlockRows * (ulong)block;
        for (int t = 0; t < Diagonals; t++)
            SignBits.Fill(_state.Random, first + (ulong)t * (uint)BlockRows, BlockRows, signs + t * _signWords);
        return signs;
    }
}

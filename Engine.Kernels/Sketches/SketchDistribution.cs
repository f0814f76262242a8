using System.Numerics;

namespace Engine.Kernels;

/// <summary>A distribution of s x N matrices S with E[SᵀS] = I, from which sketches are sampled.</summary>
/// <remarks>A distribution is a value: two with the same numbers are equal, and sampling from the same state gives the same matrix.</remarks>
public sealed record SketchDistribution
{
    private const int MaximumColumns = 1 << 30;
    private const int MaximumNonZeros = 1024;

    private SketchDistribution(SketchKind kind, int rows, int columns, int nonZeros)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(columns, MaximumColumns);
        ArgumentOutOfRangeException.ThrowIfLessThan(nonZeros, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(nonZeros, rows);
        Kind = kind;
        Rows = rows;
        Columns = columns;
        NonZeros = nonZeros;
    }

    /// <summary>The family.</summary>
    public SketchKind Kind { get; }

    /// <summary>s, at least 1.</summary>
    public int Rows { get; }

    /// <summary>N, in [1, 2^30].</summary>
    public int Columns { get; }

    /// <summary>q, entries per column that are not zero, in [1, s]; s for the dense families.</summary>
    public int NonZeros { get; }

    /// <summary>Elements of the random sequence one sample uses.</summary>
    public ulong RandomElements => Kind switch
    {
        SketchKind.Gaussian => GaussianSketch.RandomElements(this),
        SketchKind.SubsampledHadamard => SubsampledHadamardSketch.RandomElements(this),
        _ => (ulong)NonZeros * (uint)Columns,
    };

    /// <summary>Entries N(0, 1/s).</summary>
    /// <param name="rows">s, at least 1.</param>
    /// <param name="columns">N, in [1, 2^30].</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static SketchDistribution Gaussian(int rows, int columns) => new(SketchKind.Gaussian, rows, columns, rows);

    /// <summary>(1/√s) P H D: signs, transform of N padded to a power of two, s distinct rows of it.</summary>
    /// <param name="rows">s, at most N padded.</param>
    /// <param name="columns">N, in [1, 2^24].</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static SketchDistribution SubsampledHadamard(int rows, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(columns, WalshHadamard.MaximumLength);
        if (rows > BitOperations.RoundUpToPowerOf2((uint)Math.Max(columns, 1)))
            throw new ArgumentOutOfRangeException(nameof(rows), $"rows <= columns padded to a power of two does not hold: rows={rows}, columns={columns}.");
        return new(SketchKind.SubsampledHadamard, rows, columns, rows);
    }

    /// <summary>One ±1 per column.</summary>
    /// <param name="rows">s, at least 1.</param>
    /// <param name="columns">N, in [1, 2^30].</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static SketchDistribution Count(int rows, int columns) => new(SketchKind.Count, rows, columns, 1);

    /// <summary>q entries ±1/√q per column, their rows distinct and otherwise uniform.</summary>
    /// <param name="rows">s, at least q.</param>
    /// <param name="columns">N, in [1, 2^30].</param>
    /// <param name="nonZeros">q, in [1, 1024]; 2 to 8 are usual (RandBLAS, "Distributions").</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static SketchDistribution SparseSign(int rows, int columns, int nonZeros)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(nonZeros, MaximumNonZeros);
        return new(SketchKind.SparseSign, rows, columns, nonZeros);
    }

    /// <summary>q entries ±1/√q per column, one in each of q blocks of s/q rows: as good, and cheaper to draw.</summary>
    /// <param name="rows">s, a multiple of q.</param>
    /// <param name="columns">N, in [1, 2^30].</param>
    /// <param name="nonZeros">q, in [1, 1024].</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static SketchDistribution BlockedSparseSign(int rows, int columns, int nonZeros)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(nonZeros, MaximumNonZeros);
        SketchDistribution distribution = new(SketchKind.BlockedSparseSign, rows, columns, nonZeros);
        if (rows % nonZeros != 0)
            throw new ArgumentOutOfRangeException(nameof(nonZeros), $"rows % nonZeros == 0 does not hold: rows={rows}, nonZeros={nonZeros}.");
        return distribution;
    }

    /// <summary>Draws one matrix.</summary>
    /// <param name="state">Where the random sequence begins.</param>
    /// <param name="team">Threads the sketch shares its work with; stays the caller's. Must not be running.</param>
    /// <returns>The sketch, and the state after its <see cref="RandomElements"/>.</returns>
    /// <exception cref="OverflowException">The random sequence is used up.</exception>
    /// <remarks>
    /// Allocates what the sketch needs to be applied; applying it allocates nothing. The sparse kinds draw their N q codes here, with the team, and keep them
    /// (4 bytes each) up to 256 MiB; with more they draw them whenever they are applied, which is slow for sparse vectors.
    /// </remarks>
    public Sampled<ISketch> Sample(RngState state, WorkerTeam team)
    {
        ArgumentNullException.ThrowIfNull(team);
        RngState next = state.Advance(RandomElements);
        ISketch sketch = Kind switch
        {
            SketchKind.Gaussian => new GaussianSketch(this, state, team),
            SketchKind.SubsampledHadamard => new SubsampledHadamardSketch(this, state, team),
            SketchKind.Count => new CountSketch(this, state, team),
            _ => new SparseSignSketch(this, state, team),
        };
        return new Sampled<ISketch>(sketch, next);
    }
}

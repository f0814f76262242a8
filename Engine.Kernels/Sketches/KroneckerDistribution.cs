namespace Engine.Kernels;

/// <summary>A distribution of s x (N1 N2) matrices S with E[SᵀS] = I that act on u ⊗ v through u and v.</summary>
public sealed record KroneckerDistribution
{
    private KroneckerDistribution(KroneckerKind kind, int rows, int leftLength, int rightLength, int maximumRows, int maximumLength)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rows, maximumRows);
        ArgumentOutOfRangeException.ThrowIfLessThan(leftLength, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(leftLength, maximumLength);
        ArgumentOutOfRangeException.ThrowIfLessThan(rightLength, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rightLength, maximumLength);
        Kind = kind;
        Rows = rows;
        LeftLength = leftLength;
        RightLength = rightLength;
    }

    /// <summary>The family.</summary>
    public KroneckerKind Kind { get; }

    /// <summary>s, at least 1.</summary>
    public int Rows { get; }

    /// <summary>N1.</summary>
    public int LeftLength { get; }

    /// <summary>N2.</summary>
    public int RightLength { get; }

    /// <summary>Elements of the random sequence one sample uses.</summary>
    public ulong RandomElements => Kind == KroneckerKind.Tensor
        ? (ulong)LeftLength + (ulong)RightLength
        : TensorHadamardSketch.RandomElements(this);

    /// <summary>The CountSketch of u ⊗ v whose rows and signs are sums and products of those of u and v.</summary>
    /// <param name="rows">s, in [1, 2^22]; a power of two halves the cost.</param>
    /// <param name="leftLength">N1, in [1, 2^30].</param>
    /// <param name="rightLength">N2, in [1, 2^30].</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static KroneckerDistribution Tensor(int rows, int leftLength, int rightLength) =>
        new(KroneckerKind.Tensor, rows, leftLength, rightLength, 1 << 22, 1 << 30);

    /// <summary>(1/√s) (H D1 u)_p (H D2 v)_q for s independent uniform pairs (p, q), lengths padded to powers of two.</summary>
    /// <param name="rows">s, at least 1.</param>
    /// <param name="leftLength">N1, in [1, 2^24].</param>
    /// <param name="rightLength">N2, in [1, 2^24].</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static KroneckerDistribution TensorHadamard(int rows, int leftLength, int rightLength) =>
        new(KroneckerKind.TensorHadamard, rows, leftLength, rightLength, int.MaxValue, WalshHadamard.MaximumLength);

    /// <summary>Draws one matrix.</summary>
    /// <param name="state">Where the random sequence begins.</param>
    /// <param name="team">Threads the sketch shares its work with; stays the caller's.</param>
    /// <returns>The sketch, and the state after its <see cref="RandomElements"/>.</returns>
    /// <exception cref="OverflowException">The random sequence is used up.</exception>
    /// <remarks>Allocates what the sketch needs to be applied; applying it allocates nothing.</remarks>
    public Sampled<IKroneckerSketch> Sample(RngState state, WorkerTeam team)
    {
        ArgumentNullException.ThrowIfNull(team);
        RngState next = state.Advance(RandomElements);
        IKroneckerSketch sketch = Kind == KroneckerKind.Tensor ? new TensorSketch(this, state, team) : new TensorHadamardSketch(this, state, team);
        return new Sampled<IKroneckerSketch>(sketch, next);
    }
}

using System.Numerics;

namespace Engine.Kernels;

/// <summary>Walsh-Hadamard transforms of many rows in place: y_k = Σ_j (-1)^popcount(j &amp; k) x_j, the Hadamard order.</summary>
/// <remarks>
/// N log2 N additions per row, rows shared among the team. Every element is a fixed tree of rounded sums, so the bits depend neither on the
/// team nor on the vector width; integers are exact while Σ|x_j| stays below 2^24. Otherwise ||ŷ - y||₂ ≤ γ_L √N ||x||₂ with L = log2 N,
/// because each level is √2 times an orthogonal matrix, computed with one rounding (Higham, Accuracy and Stability, §3.5 and §24.1).
/// H H = N I. Source of the blocking: Andoni, Indyk, Laarhoven, Razenshteyn and Schmidt, arXiv 1509.02897 (FFHT).
/// An object serves one caller at a time.
/// </remarks>
public sealed unsafe class WalshHadamard
{
    /// <summary>The longest row: 2^24 elements.</summary>
    public const int MaximumLength = 1 << 24;

    private readonly WorkerTeam _team;
    private readonly Action<int, int> _transformRow;
    private float* _rows;
    private long _stride;
    private int _levels;
    private float _scale;

    /// <summary>Prepares transforms; no workspace is needed.</summary>
    /// <param name="team">Threads to share the rows; stays the caller's.</param>
    public WalshHadamard(WorkerTeam team)
    {
        ArgumentNullException.ThrowIfNull(team);
        _team = team;
        _transformRow = TransformRow;
    }

    /// <summary>Replaces every row x by H x.</summary>
    /// <param name="rows">Shape (n, <paramref name="length"/>), row-major.</param>
    /// <param name="length">N, a power of two in [1, <see cref="MaximumLength"/>].</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is not such a power of two.</exception>
    /// <exception cref="ArgumentException">The rows do not have that length.</exception>
    public void Transform(Span<float> rows, int length) => Transform(rows, length, 1);

    /// <summary>Replaces every row x by N^(-1/2) H x, which keeps norms and is its own inverse.</summary>
    /// <param name="rows">Shape (n, <paramref name="length"/>), row-major.</param>
    /// <param name="length">N, a power of two in [1, <see cref="MaximumLength"/>].</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is not such a power of two.</exception>
    /// <exception cref="ArgumentException">The rows do not have that length.</exception>
    /// <remarks>The scale, rounded to single precision, multiplies x first: two roundings more per element than <see cref="Transform(Span{float}, int)"/>.</remarks>
    public void TransformOrthonormal(Span<float> rows, int length) => Transform(rows, length, (float)(1 / Math.Sqrt(length)));

    /// <summary>Replaces every row x by H (scale x), in native memory, which stays in place.</summary>
    /// <param name="rows">First row.</param>
    /// <param name="count">Number of rows.</param>
    /// <param name="stride">Elements from one row to the next.</param>
    /// <param name="length">N, checked by the caller.</param>
    /// <param name="scale">Multiplies x first; 1 rounds nothing.</param>
    internal void Transform(float* rows, int count, long stride, int length, float scale)
    {
        _rows = rows;
        _stride = stride;
        _levels = BitOperations.Log2((uint)length);
        _scale = scale;
        _team.Run(count, _transformRow);
        _rows = null;
    }

    internal static void RequireLength(int length)
    {
        if (!BitOperations.IsPow2(length) || length > MaximumLength)
            throw new ArgumentOutOfRangeException(nameof(length), $"length is a power of two in [1, {MaximumLength}] does not hold: length={length}.");
    }

    private void Transform(Span<float> rows, int length, float scale)
    {
        RequireLength(length);
        if (rows.Length % length != 0)
            throw new ArgumentException($"rows.Length % length == 0 does not hold: rows.Length={rows.Length}, length={length}.", nameof(rows));
        fixed (float* first = rows) Transform(first, rows.Length / length, length, length, scale);
    }

    private void TransformRow(int worker, int row) => HadamardKernel.Run(_rows + row * _stride, _levels, _scale);
}

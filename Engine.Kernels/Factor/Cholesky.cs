using System.Runtime.Intrinsics;

namespace Engine.Kernels;

/// <summary>Factors symmetric positive definite matrices A = L Lᵀ in double precision, in place, and solves with the factor.</summary>
/// <remarks>
/// Right-looking blocked algorithm with panels of 96 columns: factor the diagonal block, solve the rows below it, subtract their product
/// from the rest in tiles (Golub and Van Loan, Matrix Computations, §4.2.6). The computed factor obeys |A - L Lᵀ| ≤ γ_{n+1} |L| |Lᵀ|
/// element by element (Higham, Accuracy and Stability, Theorem 10.3). The order of every sum is fixed, so results have the same bits
/// for any team size and any vector width.
/// An object serves one caller at a time, and any number of matrices one after another.
/// </remarks>
public sealed unsafe partial class Cholesky : IDisposable
{
    private readonly WorkerTeam _team;
    private readonly bool _wide;
    private readonly NativeBuffer<double> _block;
    private readonly NativeBuffer<double> _strips;
    private readonly NativeBuffer<double> _pivots;
    private readonly Action<int, int> _solveStrip;
    private readonly Action<int, int> _updateBlock;
    private readonly Action<int, int> _solveRows;
    private NativeBuffer<double>? _factor;
    private FactorInverse? _inverse;
    private FactorResult _result;
    private long _start;
    private double* _matrix;
    private nint _stride;
    private int _order;
    private int _first;
    private double* _rightHandSides;
    private int _rightHandSideCount;

    /// <summary>Takes the workspace for matrices up to an order: about 96 * (order + 96) doubles.</summary>
    /// <param name="maximumOrder">Largest n to factor, at least 0.</param>
    /// <param name="team">Threads to share the work; stays the caller's.</param>
    /// <exception cref="ArgumentOutOfRangeException">The order is negative.</exception>
    public Cholesky(int maximumOrder, WorkerTeam team)
        : this(maximumOrder, team, Vector512.IsHardwareAccelerated)
    {
    }

    /// <summary>As the public constructor, with the vector width chosen by the caller.</summary>
    /// <param name="maximumOrder">Largest n to factor, at least 0.</param>
    /// <param name="team">Threads to share the work.</param>
    /// <param name="wide">True for 512-bit vectors, false for 256-bit ones; either runs everywhere, in software if need be.</param>
    internal Cholesky(int maximumOrder, WorkerTeam team, bool wide)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maximumOrder);
        ArgumentNullException.ThrowIfNull(team);
        MaximumOrder = maximumOrder;
        _team = team;
        _wide = wide;
        _block = new NativeBuffer<double>(DiagonalBlock.Length);
        _pivots = new NativeBuffer<double>(Strip.Panel);
        _strips = new NativeBuffer<double>((long)Strip.Covering(maximumOrder) * Strip.Length);
        _solveStrip = SolveStrip;
        _updateBlock = UpdateBlock;
        _solveRows = SolveRows;
    }

    /// <summary>Largest order this object's workspace serves.</summary>
    public int MaximumOrder { get; }

    /// <summary>Factors a matrix whose rows follow one another without gaps.</summary>
    /// <param name="matrix">Shape <c>(n, n)</c>, row-major, from the first element of the buffer.</param>
    /// <param name="order">n, in [0, <see cref="MaximumOrder"/>].</param>
    /// <returns>Whether the factor exists, and the smallest pivot.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The order is out of range.</exception>
    /// <exception cref="ArgumentException">The matrix does not fit in the buffer.</exception>
    /// <remarks>See the overload with a stride.</remarks>
    public FactorResult Factor(NativeBuffer<double> matrix, int order) => Factor(matrix, start: 0, order, stride: order);

    /// <summary>Replaces the lower triangle of A, diagonal included, by its Cholesky factor L.</summary>
    /// <param name="matrix">Holds A, shape <c>(n, n)</c>, row-major. Only the lower triangle is read or written.</param>
    /// <param name="start">Position of a_00 in the buffer.</param>
    /// <param name="order">n, in [0, <see cref="MaximumOrder"/>].</param>
    /// <param name="stride">Elements from one row to the next, at least n; what lies between rows stays as it is.</param>
    /// <returns>Whether the factor exists, and the smallest pivot. After a failure the lower triangle is meaningless.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The order, the stride or the start is out of range.</exception>
    /// <exception cref="ArgumentException">The matrix does not fit in the buffer.</exception>
    /// <remarks>
    /// n³/3 operations, shared among the team; no allocation. The object remembers the buffer for the solves, which read L from it:
    /// keep it unchanged and undisposed until the last of them.
    /// </remarks>
    public FactorResult Factor(NativeBuffer<double> matrix, long start, int order, int stride)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        ArgumentOutOfRangeException.ThrowIfNegative(order);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(order, MaximumOrder);
        ArgumentOutOfRangeException.ThrowIfLessThan(stride, order);
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        long needed = order == 0 ? 0 : (order - 1L) * stride + order;
        if (start > matrix.Length - needed)
        {
            throw new ArgumentException(
                $"start + (n - 1) * stride + n <= length does not hold: start={start}, n={order}, stride={stride}, length={matrix.Length}.",
                nameof(matrix));
        }

        _factor = null;
        _start = start;
        _matrix = matrix.Pointer + start;
        _stride = stride;
        _order = order;
        FactorPanels();
        if (_result.Status == FactorStatus.Success) _factor = matrix;
        return _result;
    }

    /// <summary>Frees the workspace.</summary>
    public void Dispose()
    {
        _block.Dispose();
        _pivots.Dispose();
        _strips.Dispose();
        _inverse?.Dispose();
        _factor = null;
    }

    private void RequireFactor()
    {
        if (_factor is null) throw new InvalidOperationException("A solve needs a factor: the last factorisation failed, or there was none.");
        _matrix = _factor.Pointer + _start;
    }
}

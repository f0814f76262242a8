using Engine.Kernels;

namespace Engine;

/// <summary>Conjugate gradients in fp64 with one preconditioner for all outputs and many steps.</summary>
/// <param name="build">Makes M of order n for one output; null when it cannot be made.</param>
/// <param name="follows">Whether a new M would be one of the present point; otherwise only another shift makes a difference.</param>
/// <param name="time">Clock.</param>
/// <remarks>
/// M is frozen. It is built anew when a solve takes over twice the iterations of the first one with it and a new one would differ. All outputs are one system
/// of order K n: what grouped ones share is M and the passes over the fire sets.
/// </remarks>
internal sealed class PreconditionedSolver(Func<NormalSystem, IPreconditioner?> build, bool follows, TimeProvider time) : INormalSolver
{
    private const int IterationLimit = 300;
    private const double ShiftChange = 10;

    // A solve of few iterations may take a few more.
    private const int Slack = 4;

    private IPreconditioner? _inverse;
    private double _shift;
    private int _first;
    private bool _worn;

    /// <summary>Preconditioners built so far.</summary>
    public int Builds { get; private set; }

    /// <inheritdoc/>
    public NormalSolve Solve(NormalSystem system, ReadOnlySpan<double> rightHandSide, Span<double> g, double tolerance, CancellationToken cancellation)
    {
        long start = time.GetTimestamp();
        bool other = follows || system.Shift > ShiftChange * _shift || system.Shift < _shift / ShiftChange;
        bool fresh = _inverse is null || _worn && other;
        if (fresh)
        {
            _inverse?.Dispose();
            _inverse = build(system);
            (_shift, _worn) = (system.Shift, false);
            Builds++;
        }

        TimeSpan buildTime = time.GetElapsedTime(start);
        if (_inverse is null) return new NormalSolve(SolveStatus.Indefinite, double.NaN, 0) { BuildTime = buildTime };
        JacobianGram whole = system.Whole;
        var inverse = new BlockDiagonalPreconditioner(_inverse, whole.Order / _inverse.Order);
        g.Clear();
        SolveResult result = BlockConjugateGradient.Solve(whole, inverse, rightHandSide, g, tolerance, IterationLimit, cancellation).Results[0];
        if (fresh) _first = result.Iterations;
        _worn = result.Iterations > 2 * _first + Slack;
        return new NormalSolve(result.Status, result.RelativeResidual, result.Iterations) { BuildTime = buildTime };
    }

    /// <inheritdoc/>
    public void Dispose() => _inverse?.Dispose();
}

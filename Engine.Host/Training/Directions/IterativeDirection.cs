using Engine.Kernels;

namespace Engine;

/// <summary>Gauss-Newton without the Gram matrix: the direction of <see cref="GaussNewtonDirection"/>, by an iterative solver in fp64, as accurately as the step can use.</summary>
internal sealed class IterativeDirection : INewtonDirection
{
    // The residual a solve leaves over stays in the loss. The next ratio |e_t+1| / |e_t| is hardly below the square of the last one: a tenth of that costs the
    // step nothing. Eisenstat and Walker 1996, choice 2.
    private const double Forcing = 0.1, LoosestTolerance = 1e-2, TightestTolerance = 1e-10, RidgeTolerance = 1e-6;

    private readonly NormalSystem _system;
    private readonly INormalSolver _solver;
    private readonly DampingRule _damping;
    private readonly TimeProvider _time;
    private readonly double _target;
    private readonly double[] _rightHandSide;
    private readonly double[] _g;
    private readonly double[] _image;
    private readonly double[] _linear;
    private double _first;
    private double _last;
    private double _ratio;

    /// <summary>Directions of a preprocessed run.</summary>
    /// <param name="state">The run.</param>
    /// <param name="solver">Owned from here on.</param>
    /// <param name="damping">Least damping, relative.</param>
    /// <param name="target">Relative loss at which training will end.</param>
    /// <param name="time">Clock.</param>
    public IterativeDirection(TrainingState state, INormalSolver solver, double damping, double target, TimeProvider time)
    {
        (_solver, _damping, _target, _time) = (solver, new DampingRule(damping), target, time);
        _system = new NormalSystem(state, [.. state.Point.Ranges.Select(_ => new FiredRows())]);
        int length = state.Residual.Length;
        (_rightHandSide, _g, _image, _linear) = (new double[length], new double[length], new double[length], new double[length]);
    }

    /// <inheritdoc/>
    public double Damping => _damping.Value;

    /// <inheritdoc/>
    public bool Raise() => _damping.Raise();

    /// <inheritdoc/>
    public void Learn(double length, double decrease, double slope) => _damping.Learn(length, decrease, slope);

    /// <inheritdoc/>
    public DirectionReport Compute(TrainingState state, CancellationToken cancellation)
    {
        long start = _time.GetTimestamp();
        Array.Clear(_linear);
        if (state.Ridge > 0) state.DisplacementSquared = state.Point.ApplyDisplacement(_linear).Squared;
        state.Point.CollectFired(_system.Fired);
        double tolerance = Tolerance(state), diagonal = NewtonStep.MeanDiagonal(state);
        TimeSpan gramTime = _time.GetElapsedTime(start);
        start = _time.GetTimestamp();
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            double damping = _damping.Value * diagonal, shrink = NewtonStep.Shrink(state, damping);
            _system.Shift = state.Ridge + damping;
            for (int i = 0; i < _g.Length; i++) _rightHandSide[i] = state.Residual[i] - shrink * _linear[i];
            NormalSolve solve = _solver.Solve(_system, _rightHandSide, _g, tolerance, cancellation);
            if (solve.Usable && NewtonStep.Longest(state, _g) <= NewtonStep.LongestCoefficient)
            {
                state.SetDirection(_g);
                _system.Jacobian.GramTimes(_g, _image);
                return NewtonStep.Report(state, state.Residual, _g, _image, _linear, shrink) with
                {
                    Damping = _damping.Value,
                    Iterations = solve.Iterations,
                    Solve = solve,
                    SolveResidual = solve.RelativeResidual,
                    GramTime = gramTime + solve.BuildTime,
                    SolveTime = _time.GetElapsedTime(start) - solve.BuildTime,
                };
            }

            if (!_damping.Raise()) return new DirectionReport { Solved = false, Slope = 0, Damping = _damping.Value, GramTime = gramTime, SolveTime = _time.GetElapsedTime(start) };
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _solver.Dispose();

    /// <summary>What the solve of this step may leave over: a tenth of the square of the last contraction, or of what is left to the target.</summary>
    private double Tolerance(TrainingState state)
    {
        double norm = Math.Sqrt(2 * state.Loss);
        if (_first == 0) _first = norm;
        // A step that is tried again with more damping starts where it started before.
        if (norm != _last) (_ratio, _last) = (_last > 0 ? norm / _last : 1, norm);
        double left = norm > 0 ? Math.Sqrt(_target) * _first / norm : 1;
        double tolerance = Math.Clamp(Forcing * Math.Max(_ratio * _ratio, left), TightestTolerance, LoosestTolerance);
        return state.Ridge > 0 ? Math.Min(tolerance, RidgeTolerance) : tolerance;
    }
}

using Engine.Kernels;

namespace Engine;

/// <summary>Gauss-Newton without the Gram matrix: the direction of <see cref="GaussNewtonDirection"/>, by an iterative solver in fp64, as accurately as the step can use.</summary>
internal sealed class IterativeDirection : INewtonDirection
{
    private readonly NormalSystem _system;
    private readonly INormalSolver _solver;
    private readonly DampingRule _damping;
    private readonly TimeProvider _time;
    private readonly ForcingRule _forcing;
    private readonly double[] _rightHandSide;
    private readonly double[] _g;
    private readonly double[] _image;
    private readonly double[] _linear;

    /// <summary>Directions of a preprocessed run.</summary>
    /// <param name="state">The run.</param>
    /// <param name="solver">Owned from here on.</param>
    /// <param name="damping">Least damping, relative.</param>
    /// <param name="target">Relative loss at which training will end.</param>
    /// <param name="time">Clock.</param>
    public IterativeDirection(TrainingState state, INormalSolver solver, double damping, double target, TimeProvider time)
    {
        (_solver, _damping, _forcing, _time) = (solver, new DampingRule(damping), new ForcingRule(target, ForcingRule.Little), time);
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
        double tolerance = _forcing.Tolerance(state), diagonal = NewtonStep.MeanDiagonal(state);
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
}

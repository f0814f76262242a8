using Engine.Kernels;

namespace Engine;

/// <summary>Exact Gauss-Newton with Levenberg-Marquardt damping, from co-firing counts.</summary>
/// <remarks>
/// The step d minimises |f - y + J d|^2 + ridge |D + d|^2 + damping |d|^2 with D = W - W(0). With beta = damping / (ridge + damping) that is
/// D + d = beta D - J^T g, (J J^T + ridge + damping) g = f - y - (1 - beta) J D: the step gives up a share 1 - beta of D, which is
/// nothing without a ridge. Grouped wiring: K independent n x n systems by Cholesky. Dense wiring: one n K x n K system by conjugate
/// gradients, preconditioned by the diagonal blocks, which all equal the Gram matrix of one output.
/// </remarks>
internal sealed class GaussNewtonDirection : INewtonDirection
{
    // Dense wiring: products in fp32 inside, residuals in fp64 outside. Two passes of the inner accuracy.
    private const double Tolerance = 1e-5, InnerTolerance = 2e-3;
    private const int InnerLimit = 100, PassLimit = 6;

    private readonly TimeProvider _time;
    private readonly FiredRows[] _fired;
    private readonly FiredRows[][] _firedOfOutput;
    private readonly CofiringGram _gram;
    private readonly Cholesky _cholesky;
    private readonly NativeBuffer<double> _matrix;
    private readonly double[] _rightHandSide;
    private readonly double[] _g;
    private readonly double[] _linear;
    private readonly int _stride;
    private readonly DampingRule _damping;
    private readonly NormalSystem _system;
    private double _scale;
    private double? _refined;

    /// <summary>Takes the memory for one n x n system.</summary>
    public GaussNewtonDirection(TrainingState state, double damping, TimeProvider time)
    {
        _time = time;
        _damping = new DampingRule(damping);
        _stride = (state.Count + 7) & ~7;
        IReadOnlyList<NeuronRange> ranges = state.Point.Ranges;
        _fired = ranges.Select(_ => new FiredRows()).ToArray();
        int systems = state.Network.Wiring == OutputWiring.Grouped ? state.Network.Outputs : 1;
        _firedOfOutput = Enumerable.Range(0, systems)
            .Select(k => _fired.Where((_, s) => ranges[s].FirstOutput == k).ToArray()).ToArray();
        _system = new NormalSystem(state, _fired);
        _gram = new CofiringGram(state.Kernel!, state.Count, state.Team);
        _cholesky = new Cholesky(state.Count, state.Team);
        _matrix = new NativeBuffer<double>((long)state.Count * _stride);
        _rightHandSide = new double[state.Residual.Length];
        _g = new double[state.Residual.Length];
        _linear = new double[state.Residual.Length];
    }

    /// <summary>Damping of the next step, relative to the mean diagonal of the Gram matrices.</summary>
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
        state.Point.CollectFired(_fired);
        TimeSpan gramTime = _time.GetElapsedTime(start), solveTime = default;
        int iterations = 0;
        _scale = NewtonStep.MeanDiagonal(state);
        for (int k = 0; k < _firedOfOutput.Length; k++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (!Factor(state, k, ref gramTime, ref solveTime))
            {
                if (!Raise()) return new DirectionReport { Solved = false, Slope = 0, Damping = Damping, GramTime = gramTime, SolveTime = solveTime };
                // All systems share one damping: begin again.
                k = -1;
                continue;
            }

            start = _time.GetTimestamp();
            iterations += Solve(state, k, cancellation);
            solveTime += _time.GetElapsedTime(start);
            double longest = NewtonStep.Longest(state, _g);
            if (longest <= NewtonStep.LongestCoefficient) continue;
            if (!double.IsFinite(longest) || !Raise())
                return new DirectionReport { Solved = false, Slope = 0, Damping = Damping, GramTime = gramTime, SolveTime = solveTime };
            k = -1;
        }

        state.SetDirection(_g);
        // The system says what J J^T g is.
        for (int i = 0; i < _g.Length; i++) _rightHandSide[i] -= (state.Ridge + AbsoluteDamping) * _g[i];
        return NewtonStep.Report(state, state.Residual, _g, _rightHandSide, _linear, Shrink(state)) with
        {
            Damping = Damping,
            Iterations = iterations,
            SolveResidual = _refined,
            GramTime = gramTime,
            SolveTime = solveTime,
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _gram.Dispose();
        _cholesky.Dispose();
        _matrix.Dispose();
    }

    private unsafe void Build(TrainingState state, int k) =>
        _gram.Build(_firedOfOutput[k], state.Network.OutputScale * state.Network.OutputScale, _matrix.Pointer, _stride);

    /// <summary>Builds and factors system k.</summary>
    private bool Factor(TrainingState state, int k, ref TimeSpan gramTime, ref TimeSpan solveTime)
    {
        long start = _time.GetTimestamp();
        Build(state, k);
        AddToDiagonal(_matrix, state.Count, _stride, state.Ridge + AbsoluteDamping);
        gramTime += _time.GetElapsedTime(start);
        start = _time.GetTimestamp();
        FactorResult factored = _cholesky.Factor(_matrix, 0, state.Count, _stride);
        solveTime += _time.GetElapsedTime(start);
        return factored.Status == FactorStatus.Success;
    }

    /// <summary>Solves system k for its part of g.</summary>
    /// <returns>Iterations; 0 for a direct solve.</returns>
    private int Solve(TrainingState state, int k, CancellationToken cancellation)
    {
        int first = k * state.Count, count = state.Network.Wiring == OutputWiring.Grouped ? state.Count : _g.Length;
        double given = Shrink(state);
        for (int i = first; i < first + count; i++) _rightHandSide[i] = state.Residual[i] - given * _linear[i];
        if (state.Network.Wiring == OutputWiring.Dense)
        {
            _system.Shift = state.Ridge + AbsoluteDamping;
            var inverse = new BlockDiagonalPreconditioner(new CholeskyInverse(_cholesky, state.Count), state.Network.Outputs);
            var inner = new InnerSolve(new GramOperator(state, _system.Shift), inverse, InnerTolerance, InnerLimit, cancellation);
            _refined = IterativeRefinement.Solve(_system.Whole, inner, _rightHandSide, _g, Tolerance, PassLimit, cancellation).LargestResidual;
            return inner.Iterations;
        }

        Span<double> g = _g.AsSpan(first, count);
        _rightHandSide.AsSpan(first, count).CopyTo(g);
        _cholesky.Solve(g);
        return 0;
    }

    private double AbsoluteDamping => Damping * _scale;

    /// <summary>1 - beta: the share of W - W(0) a full step gives up.</summary>
    private double Shrink(TrainingState state) => state.Ridge == 0 ? 0 : state.Ridge / (state.Ridge + AbsoluteDamping);

    /// <summary>Adds a number to the diagonal.</summary>
    public static void AddToDiagonal(NativeBuffer<double> matrix, int order, int stride, double shift)
    {
        for (int i = 0; i < order; i++) matrix.Slice((long)i * stride + i, 1)[0] += shift;
    }
}

using Engine.Kernels;

namespace Engine;

/// <summary>Exact generalised Gauss-Newton with Levenberg-Marquardt damping, from co-firing counts.</summary>
/// <remarks>
/// The step d minimises |u + S J d|^2 + ridge |D + d|^2 + damping |d|^2 with D = W - W(0), S^2 the curvature of the loss in the outputs and S u its gradient
/// (<see cref="ILoss"/>; u = f - y and S = 1 for the squared loss). With beta = damping / (ridge + damping) that is D + d = beta D - J^T S v,
/// (S J J^T S + ridge + damping) v = u - (1 - beta) S J D: the step gives up a share 1 - beta of D, which is nothing without a ridge. S may be 0. Grouped wiring: K independent n x n systems by Cholesky. Dense wiring: one n K x n K system by conjugate
/// gradients, preconditioned by the diagonal blocks, which all equal the Gram matrix of one output; deep networks give their mean.
/// </remarks>
internal sealed class GaussNewtonDirection : INewtonDirection
{
    // Coupled outputs: products in fp32 inside, residuals in fp64 outside. Two passes of the inner accuracy, or one that is enough.
    private const double Tolerance = 1e-5, InnerTolerance = 2e-3, InnerShare = 0.5;
    private const int InnerLimit = 100, PassLimit = 6;

    private readonly TimeProvider _time;
    private readonly IGramSource? _source;
    private readonly bool _coupled;
    private readonly FiredRows[] _fired;
    private readonly FiredRows[][] _firedOfOutput;
    private readonly CofiringGram? _gram;
    private readonly Cholesky _cholesky;
    private readonly NativeBuffer<double> _matrix;
    private readonly double[] _rightHandSide;
    private readonly double[] _v;
    private readonly double[] _linear;
    private readonly double[]? _root;
    private readonly int _stride;
    private readonly DampingRule _damping;
    private readonly NormalSystem? _system;
    private readonly ForcingRule? _forcing;
    private double _tolerance;
    private double _scale;
    private double? _refined;

    /// <summary>Takes the memory for one n x n system.</summary>
    /// <param name="state">The run.</param>
    /// <param name="damping">Least damping, relative.</param>
    /// <param name="target">Relative loss at which training will end: the coupled outputs of deep networks are not solved for more accurately than a step can use.</param>
    /// <param name="time">Clock.</param>
    public GaussNewtonDirection(TrainingState state, double damping, double target, TimeProvider time)
    {
        _time = time;
        _damping = new DampingRule(damping);
        _stride = (state.Count + 7) & ~7;
        _source = state.Point as IGramSource;
        // The mean block of layers that share units is a poor preconditioner, that of one layer with random signs a good one.
        _forcing = _source is null ? null : new ForcingRule(target, ForcingRule.Most);
        _coupled = _source?.Coupled ?? state.Network.Wiring == OutputWiring.Dense;
        IReadOnlyList<NeuronRange> ranges = state.Point.Ranges;
        _fired = ranges.Select(_ => new FiredRows()).ToArray();
        _firedOfOutput = Enumerable.Range(0, _coupled ? 1 : state.Network.Outputs)
            .Select(k => _fired.Where((_, s) => ranges[s].FirstOutput == k).ToArray()).ToArray();
        _system = _source is null ? new NormalSystem(state, _fired) : null;
        _gram = _source is null ? new CofiringGram(state.Kernel!, state.Count, state.Team) : null;
        _cholesky = new Cholesky(state.Count, state.Team);
        _matrix = new NativeBuffer<double>((long)state.Count * _stride);
        _rightHandSide = new double[state.Residual.Length];
        _v = new double[state.Residual.Length];
        _linear = new double[state.Residual.Length];
        _root = state.LossFunction.IsPlain ? null : new double[state.Residual.Length];
        Scaled = _root is null ? state.Residual : new double[state.Residual.Length];
    }

    /// <summary>u, (K, n), of the last point whose Gram matrices were asked for.</summary>
    public double[] Scaled { get; }

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
        if (_source is null) state.Point.CollectFired(_fired);
        Curve(state);
        for (int p = 0; _root is not null && p < _linear.Length; p++) _linear[p] *= _root[p];
        TimeSpan gramTime = _time.GetElapsedTime(start), solveTime = default;
        int iterations = 0;
        _scale = MeanCurvature(state);
        _tolerance = _forcing?.Tolerance(state) ?? Tolerance;
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
            double longest = NewtonStep.Longest(state, _v, _root);
            if (longest <= NewtonStep.LongestCoefficient) continue;
            if (!double.IsFinite(longest) || !Raise())
                return new DirectionReport { Solved = false, Slope = 0, Damping = Damping, GramTime = gramTime, SolveTime = solveTime };
            // What other systems said with less damping is of no account any more.
            Array.Clear(_v);
            k = -1;
        }

        // A direct solve says what S J J^T S v is.
        if (_coupled) new GramOperator(state, ridge: 0, _root).Apply(_v, _rightHandSide);
        else for (int i = 0; i < _v.Length; i++) _rightHandSide[i] -= (state.Ridge + AbsoluteDamping) * _v[i];
        DirectionReport report = NewtonStep.Report(state, Scaled, _v, _rightHandSide, _linear, NewtonStep.Shrink(state, AbsoluteDamping));
        for (int p = 0; _root is not null && p < _v.Length; p++) _v[p] *= _root[p];
        state.SetDirection(_v);
        return report with { Damping = Damping, Iterations = iterations, SolveResidual = _refined, GramTime = gramTime, SolveTime = solveTime };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _gram?.Dispose();
        _cholesky.Dispose();
        _matrix.Dispose();
    }

    private unsafe void Build(TrainingState state, int k)
    {
        if (_source is not null) _source.BuildGram(k, _matrix.Pointer, _stride);
        else _gram!.Build(_firedOfOutput[k], state.Network.OutputScale * state.Network.OutputScale, _matrix.Pointer, _stride);
    }

    private void Curve(TrainingState state)
    {
        if (_root is not null) state.LossFunction.Curve(state.Outputs, _root, Scaled);
    }

    /// <summary>From G to S G S; where outputs share one G, S^2 is their mean: right for weights, and a preconditioner for losses that couple outputs.</summary>
    private void Scale(TrainingState state, int k)
    {
        if (_root is null) return;
        int n = state.Count;
        Span<double> root = _root.AsSpan(k * n, n);
        if (_firedOfOutput.Length < state.Network.Outputs)
        {
            root = _rightHandSide.AsSpan(0, n);
            for (int i = 0; i < n; i++) root[i] = Math.Sqrt(Curvature(i, n));
        }

        for (int i = 0; i < n; i++)
        {
            Span<double> row = _matrix.Slice((long)i * _stride, i + 1);
            for (int j = 0; j <= i; j++) row[j] *= root[i] * root[j];
        }
    }

    /// <summary>Mean of S^2 over the outputs of a sample.</summary>
    private double Curvature(int sample, int n)
    {
        double sum = 0;
        for (int p = sample; p < _root!.Length; p += n) sum += _root[p] * _root[p];
        return sum / (_root.Length / n);
    }

    /// <summary>What damping is relative to: the mean diagonal of S G S, over samples by their weights.</summary>
    private double MeanCurvature(TrainingState state)
    {
        // Points that know their Gram matrices themselves are trained by the plain squared loss.
        if (_source is not null) return _source.MeanDiagonal;
        if (_root is null) return NewtonStep.MeanDiagonal(state);
        int n = state.Count;
        double sum = 0, weight = state.LossFunction.Weights?.Sum() ?? n;
        for (int k = 0; k < _firedOfOutput.Length; k++)
        {
            for (int i = 0; i < n; i++)
                _rightHandSide[i] = _firedOfOutput.Length < state.Network.Outputs ? Curvature(i, n) : _root[k * n + i] * _root[k * n + i];
            foreach (FiredRows fired in _firedOfOutput[k])
            {
                foreach (int i in fired.Ids) sum += _rightHandSide[i];
            }
        }

        return sum * state.Network.OutputScale * state.Network.OutputScale / (weight * _firedOfOutput.Length);
    }

    /// <summary>Builds and factors system k.</summary>
    private bool Factor(TrainingState state, int k, ref TimeSpan gramTime, ref TimeSpan solveTime)
    {
        long start = _time.GetTimestamp();
        Build(state, k);
        Scale(state, k);
        AddToDiagonal(_matrix, state.Count, _stride, state.Ridge + AbsoluteDamping);
        gramTime += _time.GetElapsedTime(start);
        start = _time.GetTimestamp();
        FactorResult factored = _cholesky.Factor(_matrix, 0, state.Count, _stride);
        solveTime += _time.GetElapsedTime(start);
        return factored.Status == FactorStatus.Success;
    }

    /// <summary>Solves system k for its part of v.</summary>
    /// <returns>Iterations; 0 for a direct solve.</returns>
    private int Solve(TrainingState state, int k, CancellationToken cancellation)
    {
        int first = k * state.Count, count = _coupled ? _v.Length : state.Count;
        double given = NewtonStep.Shrink(state, AbsoluteDamping);
        for (int i = first; i < first + count; i++) _rightHandSide[i] = Scaled[i] - given * _linear[i];
        if (_coupled)
        {
            double shift = state.Ridge + AbsoluteDamping;
            var fast = new GramOperator(state, shift, _root);
            if (_system is not null) _system.Shift = shift;
            ILinearOperator system = _system is null ? fast : _root is null ? _system.Whole : new CurvedGram(_system.Jacobian, _root, shift);
            var block = new CholeskyInverse(_cholesky, state.Count);
            var inverse = new BlockDiagonalPreconditioner(block, state.Network.Outputs);
            var inner = new InnerSolve(fast, inverse, Math.Max(InnerTolerance, InnerShare * _tolerance), InnerLimit, cancellation);
            _refined = IterativeRefinement.Solve(system, inner, _rightHandSide, _v, _tolerance, PassLimit, cancellation).LargestResidual;
            return inner.Iterations;
        }

        Span<double> v = _v.AsSpan(first, count);
        _rightHandSide.AsSpan(first, count).CopyTo(v);
        _cholesky.Solve(v);
        return 0;
    }

    private double AbsoluteDamping => Damping * _scale;

    /// <summary>Adds a number to the diagonal.</summary>
    public static void AddToDiagonal(NativeBuffer<double> matrix, int order, int stride, double shift)
    {
        for (int i = 0; i < order; i++) matrix.Slice((long)i * stride + i, 1)[0] += shift;
    }
}

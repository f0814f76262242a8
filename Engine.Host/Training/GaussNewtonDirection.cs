using Engine.Kernels;

namespace Engine;

/// <summary>g = (J J^T + ridge + damping)^-1 (f - y - J (W - W(0)) [under a ridge]): exact Gauss-Newton from co-firing counts.</summary>
/// <remarks>
/// Grouped wiring: K independent n x n systems by Cholesky. Dense wiring: one n K x n K system by conjugate gradients, preconditioned by
/// the diagonal blocks, which all equal the Gram matrix of one output. Without a ridge the step is -J^T g; with one, -J^T g is where the
/// displacement W - W(0) goes, since the minimiser of a regularised linearisation lies in the row space of J.
/// </remarks>
internal sealed class GaussNewtonDirection : IDirection, IDisposable
{
    // Levenberg-Marquardt: a system that is not positive definite, or a step nobody wants, is tried again with more damping.
    private const double DampingFactor = 10;
    private const double LargestDamping = 10;

    // A tenth of what fp32 products can resolve.
    private const double CgTolerance = 1e-5;
    private const int CgLimit = 200;

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

    /// <summary>Takes the memory for one n x n system.</summary>
    public GaussNewtonDirection(TrainingState state, double damping, TimeProvider time)
    {
        _time = time;
        Damping = damping;
        _stride = (state.Count + 7) & ~7;
        IReadOnlyList<CandidateShard> shards = state.Blocks.Shards;
        _fired = shards.Select(_ => new FiredRows()).ToArray();
        int systems = state.Network.Wiring == OutputWiring.Grouped ? state.Network.Outputs : 1;
        _firedOfOutput = Enumerable.Range(0, systems)
            .Select(k => _fired.Where((_, s) => shards[s].FirstOutput == k).ToArray()).ToArray();
        _gram = new CofiringGram(state.Kernel!, state.Count, state.Team);
        _cholesky = new Cholesky(state.Count, state.Team);
        _matrix = new NativeBuffer<double>((long)state.Count * _stride);
        _rightHandSide = new double[state.Residual.Length];
        _g = new double[state.Residual.Length];
        _linear = new double[state.Residual.Length];
    }

    /// <summary>Damping of the next system, relative to the mean diagonal of its Gram matrix.</summary>
    public double Damping { get; private set; }

    /// <summary>Raises the damping after a step that went nowhere.</summary>
    /// <returns>False when it is at its largest already.</returns>
    public bool Raise()
    {
        if (Damping >= LargestDamping) return false;
        Damping = Math.Min(LargestDamping, Damping * DampingFactor);
        return true;
    }

    /// <inheritdoc/>
    public DirectionReport Compute(TrainingState state, CancellationToken cancellation)
    {
        long start = _time.GetTimestamp();
        Array.Clear(_linear);
        if (state.Ridge > 0) state.DisplacementSquared = state.Blocks.ApplyDisplacement(_linear);
        for (int i = 0; i < _g.Length; i++) _rightHandSide[i] = state.Residual[i] - _linear[i];
        state.Blocks.CollectFired(_fired);
        TimeSpan gramTime = _time.GetElapsedTime(start), solveTime = default;
        int iterations = 0;
        var shifts = new double[_firedOfOutput.Length];
        for (int k = 0; k < _firedOfOutput.Length; k++)
        {
            if (!Factor(state, k, out shifts[k], ref gramTime, ref solveTime, cancellation))
                return new DirectionReport { Solved = false, Slope = 0, Damping = Damping, GramTime = gramTime, SolveTime = solveTime };
            start = _time.GetTimestamp();
            if (state.Network.Wiring == OutputWiring.Grouped)
            {
                Span<double> g = _g.AsSpan(k * state.Count, state.Count);
                _rightHandSide.AsSpan(k * state.Count, state.Count).CopyTo(g);
                _cholesky.Solve(g);
            }
            else
            {
                iterations = ConjugateGradient.Solve(
                    new GramOperator(state, shifts[k]), new BlockPreconditioner(_cholesky, state.Count, _g.Length), _rightHandSide, _g,
                    CgTolerance, CgLimit, cancellation).Iterations;
            }

            solveTime += _time.GetElapsedTime(start);
        }

        state.SetDirection(_g);
        return Report(state, shifts) with { Iterations = iterations, GramTime = gramTime, SolveTime = solveTime };
    }

    /// <summary>The Gram matrix of one output at the present point, lower triangle; for choosing a ridge before the first step.</summary>
    /// <returns>The matrix, n rows <paramref name="stride"/> apart; overwritten by the next call.</returns>
    public NativeBuffer<double> Gram(TrainingState state, int output, out int stride)
    {
        state.Blocks.CollectFired(_fired);
        Build(state, output);
        stride = _stride;
        return _matrix;
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

    /// <summary>Builds and factors system k, with more damping as long as it is not positive definite.</summary>
    private bool Factor(TrainingState state, int k, out double shift, ref TimeSpan gramTime, ref TimeSpan solveTime, CancellationToken cancellation)
    {
        do
        {
            cancellation.ThrowIfCancellationRequested();
            long start = _time.GetTimestamp();
            Build(state, k);
            shift = state.Ridge + Damping * MeanDiagonal(_matrix, state.Count, _stride);
            AddToDiagonal(_matrix, state.Count, _stride, shift);
            gramTime += _time.GetElapsedTime(start);
            start = _time.GetTimestamp();
            FactorResult factored = _cholesky.Factor(_matrix, 0, state.Count, _stride);
            solveTime += _time.GetElapsedTime(start);
            if (factored.Status == FactorStatus.Success) return true;
        }
        while (Raise());
        return false;
    }

    /// <summary>Slope and displacement products, from (J J^T + shift) g = right-hand side.</summary>
    private DirectionReport Report(TrainingState state, double[] shifts)
    {
        double residualAlongStep = 0, targetSquared = 0, targetProduct = 0;
        for (int i = 0; i < _g.Length; i++)
        {
            double image = _rightHandSide[i] - shifts[shifts.Length == 1 ? 0 : i / state.Count] * _g[i];
            residualAlongStep -= state.Residual[i] * (image + _linear[i]);
            targetSquared += _g[i] * image;
            targetProduct -= _linear[i] * _g[i];
        }

        return new DirectionReport
        {
            Solved = true,
            Slope = residualAlongStep + state.Ridge * (targetProduct - state.DisplacementSquared),
            TargetSquared = targetSquared,
            TargetProduct = targetProduct,
            Damping = Damping,
        };
    }

    /// <summary>Mean of the diagonal.</summary>
    public static double MeanDiagonal(NativeBuffer<double> matrix, int order, int stride)
    {
        double trace = 0;
        for (int i = 0; i < order; i++) trace += matrix.Slice((long)i * stride + i, 1)[0];
        return trace / order;
    }

    /// <summary>Adds a number to the diagonal.</summary>
    public static void AddToDiagonal(NativeBuffer<double> matrix, int order, int stride, double shift)
    {
        for (int i = 0; i < order; i++) matrix.Slice((long)i * stride + i, 1)[0] += shift;
    }
}

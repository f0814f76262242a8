using Engine.Kernels;

namespace Engine;

/// <summary>Exact Gauss-Newton with Levenberg-Marquardt damping, from co-firing counts.</summary>
/// <remarks>
/// The step d minimises |f - y + J d|^2 + ridge |D + d|^2 + damping |d|^2 with D = W - W(0). With beta = damping / (ridge + damping) that is
/// D + d = beta D - J^T g, (J J^T + ridge + damping) g = f - y - (1 - beta) J D: the step gives up a share 1 - beta of D, which is
/// nothing without a ridge. Grouped wiring: K independent n x n systems by Cholesky. Dense wiring: one n K x n K system by conjugate
/// gradients, preconditioned by the diagonal blocks, which all equal the Gram matrix of one output.
/// </remarks>
internal sealed class GaussNewtonDirection : IDirection, IDisposable
{
    // Levenberg-Marquardt: a system that is not positive definite, or a step nobody wants, is tried again with more damping.
    private const double DampingFactor = 10;
    private const double LargestDamping = 10;

    // Share of the decrease that the linearisation promised, below which damping grows and above which it shrinks (Nocedal and Wright,
    // Numerical Optimization, algorithm 4.1); it also grows after a step that had to be cut this short.
    private const double PoorGain = 0.25, GoodGain = 0.75, ShortStep = 0.5;

    // A longer step could not be taken back: coefficients are fp32, and what it adds would swallow them. Contradicting labels ask for such
    // steps; more damping is what they need.
    private const double LongestCoefficient = 1000;

    // A tenth of what fp32 products can resolve.
    private const double CgTolerance = 1e-5;
    private const int CgLimit = 200;

    private readonly TimeProvider _time;
    private readonly IGramSource? _source;
    private readonly bool _coupled;
    private readonly FiredRows[] _fired;
    private readonly FiredRows[][] _firedOfOutput;
    private readonly CofiringGram? _gram;
    private readonly Cholesky _cholesky;
    private readonly NativeBuffer<double> _matrix;
    private readonly double[] _rightHandSide;
    private readonly double[] _g;
    private readonly double[] _linear;
    private readonly int _stride;
    private readonly double _leastDamping;
    private double _scale;

    /// <summary>Takes the memory for one n x n system.</summary>
    public GaussNewtonDirection(TrainingState state, double damping, TimeProvider time)
    {
        _time = time;
        Damping = _leastDamping = damping;
        _stride = (state.Count + 7) & ~7;
        _source = state.Point as IGramSource;
        _coupled = _source?.Coupled ?? state.Network.Wiring == OutputWiring.Dense;
        Systems = _coupled ? 1 : state.Network.Outputs;
        IReadOnlyList<NeuronRange> ranges = state.Point.Ranges;
        _fired = ranges.Select(_ => new FiredRows()).ToArray();
        _firedOfOutput = Enumerable.Range(0, Systems)
            .Select(k => _fired.Where((_, s) => ranges[s].FirstOutput == k).ToArray()).ToArray();
        _gram = _source is null ? new CofiringGram(state.Kernel!, state.Count, state.Team) : null;
        _cholesky = new Cholesky(state.Count, state.Team);
        _matrix = new NativeBuffer<double>((long)state.Count * _stride);
        _rightHandSide = new double[state.Residual.Length];
        _g = new double[state.Residual.Length];
        _linear = new double[state.Residual.Length];
    }

    /// <summary>Systems that are factored: one for each output, or one for all.</summary>
    public int Systems { get; }

    /// <summary>Damping of the next step, relative to the mean diagonal of the Gram matrices.</summary>
    public double Damping { get; private set; }

    /// <summary>Raises the damping after a step that went nowhere.</summary>
    /// <returns>False when it is at its largest already.</returns>
    public bool Raise()
    {
        if (Damping >= LargestDamping) return false;
        Damping = Math.Min(LargestDamping, Damping * DampingFactor);
        return true;
    }

    /// <summary>Adapts the damping to how well the linearisation foretold a step.</summary>
    /// <param name="length">Its length.</param>
    /// <param name="decrease">By how much the objective fell.</param>
    /// <param name="slope">Its slope along the full step; a quadratic with its minimum there falls by half of it.</param>
    public void Learn(double length, double decrease, double slope)
    {
        double gain = decrease / (-slope / 2);
        if (gain < PoorGain || length < ShortStep) Raise();
        else if (gain > GoodGain) Damping = Math.Max(_leastDamping, Damping / DampingFactor);
    }

    /// <inheritdoc/>
    public DirectionReport Compute(TrainingState state, CancellationToken cancellation)
    {
        long start = _time.GetTimestamp();
        Array.Clear(_linear);
        if (state.Ridge > 0) state.DisplacementSquared = state.Point.ApplyDisplacement(_linear);
        if (_source is null) state.Point.CollectFired(_fired);
        TimeSpan gramTime = _time.GetElapsedTime(start), solveTime = default;
        int iterations = 0;
        _scale = _source?.MeanDiagonal ?? state.Point.Counts.Fires * state.Network.OutputScale * state.Network.OutputScale / ((double)state.Count * Systems);
        for (int k = 0; k < Systems; k++)
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
            double longest = Longest(state);
            if (longest <= LongestCoefficient) continue;
            if (!double.IsFinite(longest) || !Raise())
                return new DirectionReport { Solved = false, Slope = 0, Damping = Damping, GramTime = gramTime, SolveTime = solveTime };
            // What other systems said with less damping is of no account any more.
            Array.Clear(_g);
            k = -1;
        }

        state.SetDirection(_g);
        return Report(state) with { Iterations = iterations, GramTime = gramTime, SolveTime = solveTime };
    }

    /// <summary>The Gram matrix of one output at the present point, lower triangle; for choosing a ridge before the first step.</summary>
    /// <returns>The matrix, n rows <paramref name="stride"/> apart; overwritten by the next call.</returns>
    public NativeBuffer<double> Gram(TrainingState state, int output, out int stride)
    {
        if (_source is null) state.Point.CollectFired(_fired);
        Build(state, output);
        stride = _stride;
        return _matrix;
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
        int first = k * state.Count, count = _coupled ? _g.Length : state.Count;
        double given = Shrink(state);
        for (int i = first; i < first + count; i++) _rightHandSide[i] = state.Residual[i] - given * _linear[i];
        if (_coupled)
        {
            return ConjugateGradient.Solve(
                new GramOperator(state, state.Ridge + AbsoluteDamping), new BlockPreconditioner(_cholesky, state.Count, _g.Length),
                _rightHandSide, _g, CgTolerance, CgLimit, cancellation).Iterations;
        }

        Span<double> g = _g.AsSpan(first, count);
        _rightHandSide.AsSpan(first, count).CopyTo(g);
        _cholesky.Solve(g);
        return 0;
    }

    private double AbsoluteDamping => Damping * _scale;

    /// <summary>The largest change of a coefficient that g asks for; NaN when g is not finite.</summary>
    private double Longest(TrainingState state)
    {
        double largest = 0;
        foreach (double g in _g) largest = Math.Max(largest, Math.Abs(g));
        return largest * state.Network.OutputScale;
    }

    /// <summary>1 - beta: the share of W - W(0) a full step gives up.</summary>
    private double Shrink(TrainingState state) => state.Ridge == 0 ? 0 : state.Ridge / (state.Ridge + AbsoluteDamping);

    /// <summary>Slope and displacement products, from (J J^T + ridge + damping) g = right-hand side.</summary>
    private DirectionReport Report(TrainingState state)
    {
        double residualAlongStep = 0, squared = 0, product = 0, shrink = Shrink(state);
        for (int i = 0; i < _g.Length; i++)
        {
            double image = _rightHandSide[i] - (state.Ridge + AbsoluteDamping) * _g[i];
            residualAlongStep -= state.Residual[i] * (image + shrink * _linear[i]);
            squared += _g[i] * image;
            product -= _linear[i] * _g[i];
        }

        double kept = 1 - shrink, displacement = state.DisplacementSquared;
        double targetProduct = kept * displacement + product;
        return new DirectionReport
        {
            Solved = true,
            Slope = residualAlongStep + state.Ridge * (targetProduct - displacement),
            Shrink = shrink,
            TargetSquared = kept * kept * displacement + 2 * kept * product + squared,
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

using Engine.Kernels;

namespace Engine;

/// <summary>Exact generalised Gauss-Newton with Levenberg-Marquardt damping, from co-firing counts.</summary>
/// <remarks>
/// The step d minimises |u + S J d|^2 + ridge |D + d|^2 + damping |d|^2 with D = W - W(0), S^2 the curvature of the loss in the outputs and S u its gradient
/// (<see cref="ILoss"/>; u = f - y and S = 1 for the squared loss). With beta = damping / (ridge + damping) that is D + d = beta D - J^T S v,
/// (S J J^T S + ridge + damping) v = u - (1 - beta) S J D: the step gives up a share 1 - beta of D, which is nothing without a ridge. S may be 0. Grouped wiring: K independent n x n systems by Cholesky. Dense wiring: one n K x n K system by conjugate
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
    private readonly double[] _v;
    private readonly double[] _linear;
    private readonly double[]? _root;
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
        _v = new double[state.Residual.Length];
        _linear = new double[state.Residual.Length];
        _root = state.LossFunction.IsPlain ? null : new double[state.Residual.Length];
        Scaled = _root is null ? state.Residual : new double[state.Residual.Length];
    }

    /// <summary>u, (K, n), of the last point whose Gram matrices were asked for.</summary>
    public double[] Scaled { get; }

    /// <summary>Mean diagonal of the first Gram matrix J J^T over samples by their weights, of the last call of <see cref="Gram"/> for output 0.</summary>
    public double FirstDiagonal { get; private set; }

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
        Curve(state);
        for (int p = 0; _root is not null && p < _linear.Length; p++) _linear[p] *= _root[p];
        TimeSpan gramTime = _time.GetElapsedTime(start), solveTime = default;
        int iterations = 0;
        _scale = MeanCurvature(state);
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
            Array.Clear(_v);
            k = -1;
        }

        DirectionReport report = Report(state);
        for (int p = 0; _root is not null && p < _v.Length; p++) _v[p] *= _root[p];
        state.SetDirection(_v);
        return report with { Iterations = iterations, GramTime = gramTime, SolveTime = solveTime };
    }

    /// <summary>S G S of one output at the present point, lower triangle; for choosing a ridge before the first step.</summary>
    /// <returns>The matrix, n rows <paramref name="stride"/> apart; overwritten by the next call.</returns>
    public NativeBuffer<double> Gram(TrainingState state, int output, out int stride)
    {
        if (_source is null) state.Point.CollectFired(_fired);
        Curve(state);
        Build(state, output);
        if (output == 0) FirstDiagonal = MeanDiagonal(_matrix, state.Count, _stride, state.LossFunction.Weights);
        Scale(state, output);
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
        if (_root is null) return state.Point.Counts.Fires * state.Network.OutputScale * state.Network.OutputScale / ((double)state.Count * Systems);
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
        double given = Shrink(state);
        for (int i = first; i < first + count; i++) _rightHandSide[i] = Scaled[i] - given * _linear[i];
        if (_coupled)
        {
            return ConjugateGradient.Solve(
                new GramOperator(state, state.Ridge + AbsoluteDamping, _root), new BlockPreconditioner(_cholesky, state.Count, _v.Length),
                _rightHandSide, _v, CgTolerance, CgLimit, cancellation).Iterations;
        }

        Span<double> v = _v.AsSpan(first, count);
        _rightHandSide.AsSpan(first, count).CopyTo(v);
        _cholesky.Solve(v);
        return 0;
    }

    private double AbsoluteDamping => Damping * _scale;

    /// <summary>The largest change of a coefficient that g asks for; NaN when g is not finite.</summary>
    private double Longest(TrainingState state)
    {
        double largest = 0;
        for (int p = 0; p < _v.Length; p++) largest = Math.Max(largest, Math.Abs(_root is null ? _v[p] : _root[p] * _v[p]));
        return largest * state.Network.OutputScale;
    }

    /// <summary>1 - beta: the share of W - W(0) a full step gives up.</summary>
    private double Shrink(TrainingState state) => state.Ridge == 0 ? 0 : state.Ridge / (state.Ridge + AbsoluteDamping);

    /// <summary>Slope and displacement products, from (S J J^T S + ridge + damping) v = right-hand side.</summary>
    private DirectionReport Report(TrainingState state)
    {
        double residualAlongStep = 0, squared = 0, product = 0, shrink = Shrink(state);
        for (int i = 0; i < _v.Length; i++)
        {
            double image = _rightHandSide[i] - (state.Ridge + AbsoluteDamping) * _v[i];
            residualAlongStep -= Scaled[i] * (image + shrink * _linear[i]);
            squared += _v[i] * image;
            product -= _linear[i] * _v[i];
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

    private static double MeanDiagonal(NativeBuffer<double> matrix, int order, int stride, double[]? weights)
    {
        double trace = 0;
        for (int i = 0; i < order; i++) trace += (weights is null ? 1 : weights[i]) * matrix.Slice((long)i * stride + i, 1)[0];
        return trace / (weights?.Sum() ?? order);
    }

    /// <summary>Adds a number to the diagonal.</summary>
    public static void AddToDiagonal(NativeBuffer<double> matrix, int order, int stride, double shift)
    {
        for (int i = 0; i < order; i++) matrix.Slice((long)i * stride + i, 1)[0] += shift;
    }
}

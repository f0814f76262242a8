using Engine.Kernels;

namespace Engine;

/// <summary>FAST_REGRESSION of 2006.11648 in every step: sketch J^T, factor the sketch, iterate to the paper's accuracy.</summary>
/// <param name="factor">s / n, rows of the sketch for each sample.</param>
/// <param name="kind">The sketch of the rows' Kronecker products: transforms for a dense J, sparse for a sparse one.</param>
/// <param name="seed">Seed of the sketches, a stream of the network's family.</param>
/// <param name="time">Clock.</param>
/// <remarks>
/// Grouped wiring: a sketch and a factor for each output. Dense wiring: J_k = J_l up to signs, so one factor serves all outputs, and the iteration runs on all K n rows.
/// The accuracy is sqrt(lambda / n) / 6, lambda the smallest eigenvalue as Lanczos sees it: n s floats, n^2 s + n^3 / 3 operations a factor.
/// </remarks>
internal sealed class SketchedSolver(int factor, KroneckerKind kind, ulong seed, TimeProvider time) : INormalSolver
{
    /// <summary>Streams of the sketches and of the start vectors of Lanczos, apart from those of weights, signs and power iteration.</summary>
    private const uint SketchStream = 3, LanczosStream = 4;

    private const int IterationLimit = 300, LanczosSteps = 24;

    // The paper's accuracy is that of a well-conditioned problem; beyond these a step gains or loses nothing.
    private const double LeastTolerance = 1e-9, LargestTolerance = 0.05;

    private RngState _random = new(seed, SketchStream);

    /// <summary>Rows of a sketch: at least a few more than samples, a power of two where that halves the cost.</summary>
    /// <param name="kind">Which sketch.</param>
    /// <param name="samples">n.</param>
    /// <param name="factor">s / n.</param>
    public static int Rows(KroneckerKind kind, int samples, int factor)
    {
        long rows = Math.Max(16, (long)samples * factor);
        return checked((int)(kind == KroneckerKind.Tensor ? (long)System.Numerics.BitOperations.RoundUpToPowerOf2((ulong)rows) : rows));
    }

    /// <inheritdoc/>
    public NormalSolve Solve(NormalSystem system, ReadOnlySpan<double> rightHandSide, Span<double> g, double tolerance, CancellationToken cancellation)
    {
        int n = system.State.Count, systems = system.Grouped ? system.State.Network.Outputs : 1, order = g.Length / systems;
        var worst = new NormalSolve(SolveStatus.Converged, 0, 0);
        var build = TimeSpan.Zero;
        int iterations = 0, replaced = 0;
        double? condition = null, preconditioned = null;
        double accuracy = LeastTolerance;
        g.Clear();
        for (int k = 0; k < systems; k++)
        {
            cancellation.ThrowIfCancellationRequested();
            long start = time.GetTimestamp();
            using IPreconditioner? block = Build(system, k);
            build += time.GetElapsedTime(start);
            if (block is null) return new NormalSolve(SolveStatus.Indefinite, double.NaN, iterations) { BuildTime = build };
            var inverse = new BlockDiagonalPreconditioner(block, order / n);
            ILinearOperator gram = system.Grouped ? system.Of(k) : system.Whole;
            if (k == 0)
            {
                var first = new CounterRandom(seed, LanczosStream);
                ConditionEstimate plain = ConditionEstimate.Of(gram, preconditioner: null, first, LanczosSteps, cancellation);
                condition = plain.Condition;
                preconditioned = ConditionEstimate.Of(gram, inverse, first, LanczosSteps, cancellation).Condition;
                accuracy = Math.Clamp(Math.Sqrt(Math.Max(0, plain.Smallest) / n) / 6, LeastTolerance, LargestTolerance);
            }

            SketchedRegressionResult result = SketchedRegression.Solve(
                gram, inverse, RichardsonForm.Squared, rightHandSide.Slice(k * order, order), g.Slice(k * order, order), accuracy, IterationLimit, cancellation);
            iterations += result.Solve.Iterations;
            if (result.FellBack) replaced++;
            if (!(result.Solve.RelativeResidual <= worst.RelativeResidual)) worst = new NormalSolve(result.Solve.Status, result.Solve.RelativeResidual, 0);
        }

        return worst with { Iterations = iterations, Condition = condition, PreconditionedCondition = preconditioned, Replaced = replaced, BuildTime = build };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private IPreconditioner? Build(NormalSystem system, int output)
    {
        TrainingState state = system.State;
        var jacobian = new JacobianSketch(state.Core, system.Fired, state.Samples, output);
        int rows = Rows(kind, state.Count, factor);
        KroneckerDistribution distribution = kind == KroneckerKind.Tensor
            ? KroneckerDistribution.Tensor(rows, jacobian.Neurons, state.Network.Dimension)
            : KroneckerDistribution.TensorHadamard(rows, jacobian.Neurons, state.Network.Dimension);
        (IKroneckerSketch sketch, _random) = distribution.Sample(_random, state.Team);
        using var sketched = new NativeBuffer<float>((long)state.Count * rows);
        using (sketch) jacobian.Apply(sketch, sketched);
        return SketchPreconditioner.TryBuild(sketched, state.Count, rows, system.Shift, state.Team);
    }
}

using Engine.Kernels;

namespace Engine;

/// <summary>Memory and work of what solves for the direction.</summary>
/// <param name="core">The network.</param>
/// <param name="samples">n.</param>
/// <param name="options">Method and solver decided.</param>
internal sealed class SolverCost(NetworkCore core, int samples, TrainingOptions options)
{
    /// <summary>Gauss-Newton steps of a run, typically.</summary>
    public const double Steps = 6;

    // Gradient steps to a relative loss of 1e-6 differ from 20 to 10,000 with the data (condition numbers 3 to 2000); digits take about 700.
    private const double GradientSteps = 700;

    // Products with J J^T a step, in the mean over a run; on digits 14 for densely wired outputs behind the exact block, 9 with the analytic kernel, 25 with Nystrom. What
    // depends on the data more than the first is given more.
    private const double BlockProducts = 14, AnalyticProducts = 12, NystromProducts = 50, SketchedProducts = 16;

    // Cycles, fitted to `perf -- run methods` and to n = 2,000 .. 8,000: of a multiply-add of a factorisation in fp64 and in fp32, of counting a pair, of 8 lanes of a product in fp64, of a
    // fired pair besides, of an entry of a triangular factor per right-hand side, of an evaluation of the infinite-width kernel.
    private const double Factor = 0.16, SingleFactor = 0.08, Pair = 4, LaneStep = 3, Fire = 20, Entry = 0.6, Evaluation = 40;

    private readonly double _n = samples, _d = core.Dimension, _m = core.Width, _outputs = core.Outputs;
    private readonly double _fires = core.Width * (double)samples * NormalDistribution.UpperTail(core.Shift);

    /// <summary>Whether X X^T is needed.</summary>
    public bool NeedsKernel => options.Method == TrainingMethod.GaussNewton && options.Solver == GramSolver.Cholesky;

    /// <summary>Systems of one step: K grouped ones, or one.</summary>
    private double Systems => core.Wiring == OutputWiring.Grouped ? _outputs : 1;

    private KroneckerKind Sketch => SketchKindOf(options.Method);

    private double SketchRows => SketchedSolver.Rows(Sketch, samples, options.SketchFactor);

    /// <summary>The sketch of a method's rows: fast transforms for 2006.11648, sparse for 2208.04508.</summary>
    public static KroneckerKind SketchKindOf(TrainingMethod method) => method == TrainingMethod.Sublinear ? KroneckerKind.Tensor : KroneckerKind.TensorHadamard;

    /// <summary>Rank of a Nystrom approximation: enough to take the largest eigenvalues away, at a price that solves earn back.</summary>
    public static int NystromRank(int samples) => Math.Min(samples, Math.Clamp(samples / 16, 32, 256));

    /// <summary>Bytes beside the samples, X X^T and the lists.</summary>
    /// <param name="regularised">Whether a ridge may have to be chosen.</param>
    /// <param name="workers">Threads.</param>
    public double Bytes(bool regularised, int workers)
    {
        if (options.Method == TrainingMethod.GradientDescent) return 0;
        double square = _n * _n, vectors = (16 + 10) * _outputs * _n * sizeof(double), sets = 2 * _fires * sizeof(int);
        double choosing = regularised ? 2.5 * Math.Min(square, 4e6) * sizeof(double) : 0;
        return sets + choosing + (options.Method, options.Solver) switch
        {
            (TrainingMethod.GaussNewton, GramSolver.Cholesky) => square * sizeof(double) + workers * Math.Min(square * 4, 1 << 20),
            (TrainingMethod.GaussNewton, GramSolver.Analytic) => square * sizeof(float) + 400 * _n * sizeof(double) + vectors,
            (TrainingMethod.GaussNewton, _) => (4 * NystromRank(samples) * _n + 2.0 * NystromRank(samples) * NystromRank(samples)) * sizeof(double) + vectors,
            // The sketch, what is sketched by sample, its own matrix and the factor's.
            _ => _n * SketchRows * sizeof(float) + 24 * _fires / Systems + 2.2 * square * sizeof(double) + vectors
                + (Sketch == KroneckerKind.Tensor ? 64.0 : 16.0) * (SketchRows + _m / Systems) * sizeof(float),
        };
    }

    /// <summary>Floating-point operations of one step.</summary>
    public double StepFlops
    {
        get
        {
            double cube = _n * _n * _n / 3, product = 4 * _fires * _d;
            return (options.Method, options.Solver) switch
            {
                (TrainingMethod.GradientDescent, _) => 0,
                (TrainingMethod.GaussNewton, GramSolver.Cholesky) => Systems * cube + _fires * _fires / _m,
                (TrainingMethod.GaussNewton, GramSolver.Analytic) => cube / Steps + AnalyticProducts * (product + 2 * _outputs * _n * _n),
                (TrainingMethod.GaussNewton, _) => (NystromProducts + NystromRank(samples) / Steps) * product,
                _ => Systems * (_n * _n * SketchRows + cube) + SketchedProducts * (product + 2 * _outputs * _n * _n),
            };
        }
    }

    /// <summary>Cycles of the directions of a run, and for gradient descent of its passes.</summary>
    /// <param name="passCycles">Of moving along one direction.</param>
    public double Cycles(double passCycles)
    {
        double cube = _n * _n * _n / 6 * Factor, product = _fires * (Math.Ceiling(_d / 8) * LaneStep + Fire), solve = _outputs * _n * _n * Entry;
        return (options.Method, options.Solver) switch
        {
            (TrainingMethod.GradientDescent, _) => GradientSteps * passCycles,
            (TrainingMethod.GaussNewton, GramSolver.Cholesky) => Steps * (passCycles + Systems * cube + _fires * _fires / _m / 2 * Pair
                + (core.Wiring == OutputWiring.Dense ? BlockProducts * (passCycles + solve) : 0)),
            (TrainingMethod.GaussNewton, GramSolver.Analytic) => cube / Factor * SingleFactor + _n * _n * Evaluation + Steps * (passCycles + AnalyticProducts * (product + solve)),
            (TrainingMethod.GaussNewton, _) => NystromRank(samples) * product + Steps * (passCycles + NystromProducts * product),
            _ => throw new InvalidOperationException($"the method is one of those to choose from does not hold: {options.Method}."),
        };
    }
}

using Engine.Kernels;

namespace Engine.Perf;

/// <summary>One scheme at work on a problem, compared with the classical result once that exists.</summary>
internal sealed class FastGemmRun
{
    private readonly GemmProblem _problem;

    /// <summary>Prepares the contestant.</summary>
    /// <param name="scheme">Which one.</param>
    /// <param name="fast">Computes.</param>
    /// <param name="problem">Operands; its reference is the classical product by the time the contestant is checked.</param>
    public FastGemmRun(BilinearScheme scheme, FastGemm fast, GemmProblem problem)
    {
        _problem = problem;
        Scheme = scheme;
        var plan = new FastGemmPlan(scheme, "Measured here.");
        double classical = (double)problem.Result.Rows * problem.Result.Columns * problem.A.Columns;
        Contestant = new Contestant(
            () =>
            {
                long before = fast.Multiplications;
                fast.Multiply(plan, alpha: 1, problem.A, problem.B, beta: 0, problem.Result);
                Multiplications = (fast.Multiplications - before) / classical;
            },
            Check: Compare);
    }

    /// <summary>The scheme.</summary>
    public BilinearScheme Scheme { get; }

    /// <summary>To be timed, after the classical product.</summary>
    public Contestant Contestant { get; }

    /// <summary>Scalar multiplications of one run over those of the classical product.</summary>
    public double Multiplications { get; private set; }

    /// <summary>Largest difference from the classical product, over max|A| max|B|.</summary>
    public double Error { get; private set; }

    /// <summary>What <see cref="Error"/> can be: the bound of the scheme and that of the classical product.</summary>
    public double ErrorBound { get; private set; }

    private void Compare()
    {
        int k = _problem.A.Columns;
        double scale = ProductComparison.LargestElement(_problem.A) * ProductComparison.LargestElement(_problem.B);
        Error = ProductComparison.LargestDifference(_problem.Result, _problem.Reference) / scale;
        ErrorBound = Scheme.ErrorBound(k) + ProductComparison.Gamma(k) * k;
        if (!(Error <= ErrorBound)) throw new ComparisonFailedException($"{Scheme} differs from the classical product by {Error:G3} max|A| max|B|; the bound is {ErrorBound:G3}.");
    }
}

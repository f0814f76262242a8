using Engine.Kernels;
using Engine.Tests.Kernels.Sketches;
using Engine.Tests.Reference;
using Xunit;

namespace Engine.Tests.Solvers;

/// <summary>Claims T16 to T19 on networks of m = 4096 neurons on images of digits, from fire sets to solutions; T20 stands in <see cref="FireJacobianTests"/>.</summary>
public sealed class SolverClaimTests(SolverClaimFixture digits) : IClassFixture<SolverClaimFixture>
{
    private static readonly int[] s_multiples = [4, 8, 16, 40];

    public static TheoryData<SketchKind> Sketches => [SketchKind.Gaussian, SketchKind.SubsampledHadamard, SketchKind.Count, SketchKind.SparseSign];

    public static TheoryData<KroneckerKind> Kronecker => [.. Enum.GetValues<KroneckerKind>()];

    [Fact]
    public void Gram_IsIllConditioned_SoThatPreconditioningShows() => Assert.InRange(digits.Condition(null), 100, 1e5);

    [Theory, MemberData(nameof(Sketches))]
    public void SketchedPreconditioner_KeepsToPredictedConditionAndIterations(SketchKind kind)
    {
        foreach (int multiple in s_multiples)
        {
            using IPreconditioner preconditioner = digits.Sketch(kind, multiple, seed: 1);
            Assert.Equal(digits.Samples, preconditioner.Rank);
            double condition = digits.Condition(preconditioner);
            Assert.True(condition <= 1.3 * Predicted(multiple), $"T17: {kind}, s = {multiple} n: {condition}, predicted {Predicted(multiple)}.");
            Iterations(preconditioner, multiple, kind.ToString());
        }
    }

    /// <summary>Sketches of Kronecker products keep to it in the median of five draws (Engine.Kernels/Sketches/NOTES.md).</summary>
    [Theory, MemberData(nameof(Kronecker))]
    public void KroneckerPreconditioner_KeepsToPredictedConditionAndIterations_InTheMedian(KroneckerKind kind)
    {
        foreach (int multiple in s_multiples)
        {
            double[] conditions = new double[5];
            for (int draw = 0; draw < conditions.Length; draw++)
            {
                using IPreconditioner preconditioner = digits.Sketch(kind, multiple, seed: draw);
                conditions[draw] = digits.Condition(preconditioner);
                if (draw == 0) Iterations(preconditioner, multiple, kind.ToString());
            }

            Array.Sort(conditions);
            double factor = kind == KroneckerKind.Tensor ? 1.3 : 2;
            Assert.True(conditions[2] <= factor * Predicted(multiple), $"T17: {kind}, s = {multiple} n: {conditions[2]}, predicted {Predicted(multiple)}.");
        }
    }

    public static TheoryData<string> Convergent => ["Gaussian", "SparseSign", "Tensor"];

    /// <summary>T19: line 6 of the paper converges at s = 64 n.</summary>
    [Theory, MemberData(nameof(Convergent))]
    public void PaperIteration_Converges_AtManyRows(string kind)
    {
        using IPreconditioner preconditioner = digits.Sketch(kind, 64, seed: 1);
        double[] x = new double[digits.Samples];
        SolveResult result = RichardsonIteration.Solve(
            digits.System, preconditioner, RichardsonForm.Squared, digits.RightHandSide, x, 1e-8, 1000, CancellationToken.None);
        Assert.Equal(SolveStatus.Converged, result.Status);
        // 1 - h^2 for h in ((1 + e)^-2, (1 - e)^-2), e = 1/8 and a third more for the draw: at most 0.75 in size, plus what norms differ by.
        Assert.InRange(result.Iterations, 1, 120);
    }

    /// <summary>T19: at s = 4 n it diverges; growth is seen within a few iterations, and conjugate gradients finish.</summary>
    [Theory, MemberData(nameof(Convergent))]
    public void PaperIteration_IsReplaced_WhenItDiverges(string kind)
    {
        using IPreconditioner preconditioner = digits.Sketch(kind, 4, seed: 1);
        double[] x = new double[digits.Samples];
        foreach (RichardsonForm form in Enum.GetValues<RichardsonForm>())
        {
            SketchedRegressionResult result = SketchedRegression.Solve(
                digits.System, preconditioner, form, digits.RightHandSide, x, 1e-8, 500, CancellationToken.None);
            Assert.Equal(SolveStatus.Diverged, result.Richardson.Status);
            Assert.InRange(result.Richardson.Iterations, 1, 40);
            Assert.True(result.FellBack);
            Assert.Equal(SolveStatus.Converged, result.Solve.Status);
            Assert.True(result.Solve.RelativeResidual <= 1e-8);
        }
    }

    /// <summary>FACTS section 6: condition 2.3 for the analytic kernel and 4.1 for a quarter of the neurons on 512 digits, m = 4096.</summary>
    [Fact]
    public void Preconditioners_DoWhatTheFactsSay()
    {
        SolverNetwork network = digits.Network;
        using CholeskyPreconditioner exact = Preconditioners.Cofiring(network.Fired, network.Kernel, digits.Samples, network.SquaredScale, 0, network.Team)!;
        using CholeskyPreconditioner analytic = Preconditioners.Analytic(new InfiniteWidthKernel(network.Core.Shift), network.Samples, 0, network.Team)!;
        using CholeskyPreconditioner half = Preconditioners.SampledCofiring(network.Fired, network.Kernel, digits.Samples, network.SquaredScale, 0.5, 0, network.Team)!;
        using CholeskyPreconditioner whole = Preconditioners.SampledCofiring(network.Fired, network.Kernel, digits.Samples, network.SquaredScale, 1, 0, network.Team)!;
        Check.Near(digits.Condition(exact), 1, 1e-7, $"the exact Gram matrix");
        Check.Near(digits.Condition(whole), 1, 1e-7, $"all neurons");
        Assert.InRange(digits.Condition(analytic), 1, 2.5);
        Assert.InRange(digits.Condition(half), 1, 5);

        // Scaled as the systems they stand for: their quadratic forms agree with the system's.
        double[] x = digits.RightHandSide, y = new double[x.Length], z = new double[x.Length];
        network.Gram.Apply(x, y);
        foreach (IPreconditioner preconditioner in new IPreconditioner[] { analytic, half })
        {
            preconditioner.Apply(y, z);
            Assert.InRange(Dense.Dot(z, y) / Dense.Dot(x, y), 0.5, 2);
        }
    }

    /// <summary>K densely wired outputs: one block's factor preconditions all, and several right-hand sides share the products.</summary>
    [Fact]
    public void BlockDiagonal_PreconditionsDenselyWiredOutputs()
    {
        using SolverNetwork network = new(digits.CentredRows, digits.Dimension, 4096, 4, OutputWiring.Dense, 1f, seed: 5);
        using CholeskyPreconditioner block = Preconditioners.Cofiring(network.Fired, network.Kernel, digits.Samples, network.SquaredScale, 0, network.Team)!;
        BlockDiagonalPreconditioner all = new(block, 4);
        ConditionEstimate before = ConditionEstimate.Of(network.Gram, null, new CounterRandom(1, 1), 400, CancellationToken.None);
        ConditionEstimate after = ConditionEstimate.Of(network.Gram, all, new CounterRandom(1, 1), 400, CancellationToken.None);
        Assert.True(after.Condition < before.Condition / 10, $"{before.Condition} to {after.Condition}");
        double[] b = Matrices.Vector(2 * network.Gram.Order, 6), x = new double[b.Length];
        BlockSolve solve = BlockConjugateGradient.Solve(network.Gram, all, b, x, 1e-10, 200, CancellationToken.None);
        Assert.True(solve.AllConverged);
        // CG: 2 ((sqrt k - 1) / (sqrt k + 1))^i in the energy norm, and sqrt cond(G) between norms.
        double rate = (Math.Sqrt(after.Condition) - 1) / (Math.Sqrt(after.Condition) + 1);
        Assert.All(solve.Results, result => Assert.InRange(result.Iterations, 1, 1 + Math.Log(1e-10 / 2 / Math.Sqrt(before.Condition)) / Math.Log(rate)));
    }

    /// <summary>fp32 products, fp64 residual: the training loop's operator inside, this one outside.</summary>
    [Fact]
    public void Refinement_MakesDoublePrecision_OfSinglePrecisionProducts()
    {
        SolverNetwork network = digits.Network;
        using CholeskyPreconditioner analytic = Preconditioners.Analytic(new InfiniteWidthKernel(network.Core.Shift), network.Samples, 0, network.Team)!;
        using SinglePrecisionGram single = new(network);
        double[] x = new double[digits.Samples];
        SolveResult alone = BlockConjugateGradient.Solve(single, analytic, digits.RightHandSide, x, 1e-12, 200, CancellationToken.None).Results[0];
        Assert.True(Residual(network.Gram, digits.RightHandSide, x) > 1e-9, $"{alone}");
        InnerSolve inner = new(single, analytic, 1e-4, 50, CancellationToken.None);
        SolveResult refined = IterativeRefinement.Solve(network.Gram, inner, digits.RightHandSide, x, 1e-12, 20, CancellationToken.None).Results[0];
        Assert.Equal(SolveStatus.Converged, refined.Status);
        Assert.InRange(refined.Iterations, 3, 6);
        Check.Near(Residual(network.Gram, digits.RightHandSide, x), refined.RelativeResidual, 1e-15, $"residual");
    }

    /// <summary>T16: solves to sqrt(lambda / n) / 6 take as many Gauss-Newton iterations as exact ones, one more or less.</summary>
    [Fact]
    public void GaussNewton_TakesAsManyIterations_WithSolvesToThePapersAccuracy()
    {
        int exact = GaussNewton(digits, null), inexact = GaussNewton(digits, 1.0 / 6);
        Assert.InRange(exact, 2, 8);
        Assert.InRange(inexact, exact - 1, exact + 1);
    }

    private static double Predicted(int multiple)
    {
        double e = Math.Sqrt(1.0 / multiple);
        return Math.Pow((1 + e) / (1 - e), 2);
    }

    /// <summary>T18.</summary>
    private void Iterations(IPreconditioner preconditioner, int multiple, string kind)
    {
        const double Tolerance = 1e-8;
        double[] x = new double[digits.Samples];
        SolveResult result = BlockConjugateGradient.Solve(
            digits.System, preconditioner, digits.RightHandSide, x, Tolerance, 500, CancellationToken.None).Results[0];
        Assert.Equal(SolveStatus.Converged, result.Status);
        double limit = 1.5 * Math.Log(1 / Tolerance) / Math.Log(Math.Sqrt(multiple)) + 3;
        Assert.True(result.Iterations <= limit, $"T18: {kind}, s = {multiple} n: {result.Iterations} iterations, limit {limit}.");
    }

    private static double Residual(JacobianGram system, double[] b, double[] x)
    {
        double[] image = new double[b.Length];
        system.Apply(x, image);
        return Dense.Distance(b, image) / Dense.Norm(b);
    }

    /// <summary>Gauss-Newton iterations to a relative residual of 1e-5, above the floor of fp32 scores.</summary>
    /// <param name="digits">The data.</param>
    /// <param name="share">Solves are to share sqrt(lambda / n); null for exact ones.</param>
    private static unsafe int GaussNewton(SolverClaimFixture digits, double? share)
    {
        using SolverNetwork network = new(digits.CentredRows, digits.Dimension, 4096, 1, OutputWiring.Grouped, 1f, seed: 9);
        int n = digits.Samples;
        long stride = network.Samples.PaddedCount;
        using NativeBuffer<float> direction = new(stride);
        double[] outputs = new double[n], residual = new double[n], g = new double[n];
        double start = 0;
        for (int iteration = 0; ; iteration++)
        {
            network.Blocks.ReadOutputs(outputs);
            for (int i = 0; i < n; i++) residual[i] = outputs[i] - digits.Targets[i];
            double norm = Dense.Norm(residual);
            if (iteration == 0) start = norm;
            if (norm <= 1e-5 * start || iteration == 20) return iteration;
            network.Collect();
            using CholeskyPreconditioner analytic = Preconditioners.Analytic(new InfiniteWidthKernel(1), network.Samples, 0, network.Team)!;
            double tolerance = 1e-12;
            if (share is { } part)
                tolerance = part * Math.Sqrt(ConditionEstimate.Of(network.Gram, null, new CounterRandom(1, 1), n, CancellationToken.None).Smallest / n);
            Array.Clear(g);
            Assert.True(BlockConjugateGradient.Solve(network.Gram, analytic, residual, g, tolerance, 300, CancellationToken.None).AllConverged);
            for (int i = 0; i < n; i++) direction.Slice(i, 1)[0] = (float)g[i];
            network.Blocks.Step(new StepMove { Direction = direction.Pointer, Stride = stride, Shrink = 0, Length = 1, FromBase = true, RefreshAll = false });
        }
    }
}

using Xunit;

namespace Engine.Tests.Training;

/// <summary>Which method and solver a plan takes, by counts and memory alone.</summary>
public sealed class MethodChoiceTests
{
    private const double Plenty = 1e12;

    [Theory]
    [InlineData(OutputWiring.Grouped)]
    [InlineData(OutputWiring.Dense)]
    public void Auto_FormsTheGramMatrix_WhereSamplesAreFew(OutputWiring wiring)
    {
        MethodChoice choice = Choose(new TrainingOptions(), samples: 200, Plenty, wiring);
        Assert.Equal((TrainingMethod.GaussNewton, GramSolver.Cholesky), (choice.Method, choice.Solver));
        Assert.Contains("cholesky", choice.Reason, StringComparison.Ordinal);
        Assert.Contains("gradient-descent", choice.Reason, StringComparison.Ordinal);
    }

    /// <summary>K n^3 / 3 a step against a factor of one kernel and a few products.</summary>
    [Fact]
    public void Auto_DoesWithoutTheGramMatrix_WhereSamplesAreMany()
    {
        MethodChoice choice = Choose(new TrainingOptions(), samples: 20_000, Plenty);
        Assert.Equal((TrainingMethod.GaussNewton, GramSolver.Analytic), (choice.Method, choice.Solver));
    }

    /// <summary>A smaller machine takes the next that fits, and says what does not.</summary>
    [Fact]
    public void Memory_DecidesDownTheLadder()
    {
        const int Samples = 4000;
        foreach (TrainingMethod method in new[] { TrainingMethod.GaussNewton, TrainingMethod.Auto })
        {
            // With a ridge gradient descent is none of the choices: it may take less memory than any of these.
            TrainingOptions options = new() { Method = method, Ridge = 1 };
            double[] sizes = [.. new[] { GramSolver.Cholesky, GramSolver.Analytic, GramSolver.Nystrom }.Select(solver => Bytes(options, solver, Samples))];
            Assert.True(sizes[0] > sizes[1] && sizes[1] > sizes[2]);
            Assert.Equal(GramSolver.Analytic, Choose(options, Samples, 1.01 * sizes[1]).Solver);
            MethodChoice last = Choose(options, Samples, 1.01 * sizes[2]);
            Assert.Equal((TrainingMethod.GaussNewton, GramSolver.Nystrom), (last.Method, last.Solver));
            Assert.Contains("fit", last.Reason, StringComparison.Ordinal);
        }

        Assert.Equal(GramSolver.Cholesky, Choose(new TrainingOptions { Method = TrainingMethod.GaussNewton }, Samples, Plenty).Solver);
        Assert.Equal(GramSolver.Nystrom, Choose(new TrainingOptions { Method = TrainingMethod.GaussNewton }, Samples, memory: 1).Solver);
        // Where nothing fits the smallest is left, for the plan to refuse.
        Assert.Contains("does not fit", Choose(new TrainingOptions(), Samples, memory: 1).Reason, StringComparison.Ordinal);
        // Gradient descent minimises no regularised objective.
        Assert.Equal(GramSolver.Nystrom, Choose(new TrainingOptions { Ridge = 1 }, Samples, memory: 1).Solver);
    }

    [Fact]
    public void WhatIsAskedFor_IsTaken()
    {
        Assert.Equal(new MethodChoice(TrainingMethod.GaussNewton, GramSolver.Nystrom, ""), Choose(new TrainingOptions { Solver = GramSolver.Nystrom }, 100, Plenty));
        foreach (TrainingMethod method in new[] { TrainingMethod.GradientDescent, TrainingMethod.NearLinear, TrainingMethod.Sublinear })
            Assert.Equal(new MethodChoice(method, GramSolver.Auto, ""), Choose(new TrainingOptions { Method = method }, 100, memory: 1));
    }

    [Fact]
    public void NearLinear_IsRefused_BeyondItsTransforms()
    {
        using NetworkCore core = new(1 << 25, 1, 1, 2f, OutputWiring.Grouped, seed: 1, draw: false);
        string message = Assert.Throws<ArgumentException>(() => TrainingPlan.For(core, 10, new TrainingOptions { Method = TrainingMethod.NearLinear })).Message;
        Assert.Contains("Method = NearLinear needs at most 16777216 neurons an output, found 33554432.", message, StringComparison.Ordinal);
    }

    /// <summary>The plan of a run without X X^T holds less than half of what the Gram matrix takes.</summary>
    [Fact]
    public void Plan_PricesTheSolver()
    {
        using NetworkCore core = new(4096, 16, 2, 2f, OutputWiring.Grouped, seed: 1);
        long Total(GramSolver solver)
        {
            TrainingPlan plan = TrainingPlan.For(core, 3000, new TrainingOptions { Solver = solver, Form = UpdateForm.Primal, Ridge = 0 });
            return plan.SampleBytes + plan.GramBytes;
        }

        long square = 3000L * 3000;
        Assert.InRange(Total(GramSolver.Cholesky), 12 * square, 13 * square);
        Assert.InRange(Total(GramSolver.Analytic), 4 * square, 6 * square);
        Assert.InRange(Total(GramSolver.Nystrom), 0, 3 * square);
    }

    private static double Bytes(TrainingOptions options, GramSolver solver, int samples)
    {
        using NetworkCore core = Core(OutputWiring.Grouped);
        return MethodCandidate.Of(core, samples, options, TrainingMethod.GaussNewton, solver).Bytes;
    }

    private static MethodChoice Choose(TrainingOptions options, int samples, double memory, OutputWiring wiring = OutputWiring.Grouped)
    {
        using NetworkCore core = Core(wiring);
        return MethodChoice.Of(core, samples, options, plain: true, memory);
    }

    private static NetworkCore Core(OutputWiring wiring) => new(65_536, 64, 10, 2f, wiring, seed: 1, draw: false);
}

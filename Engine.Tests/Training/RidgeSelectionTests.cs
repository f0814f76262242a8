using Engine.Tests.Reference;
using MathNet.Numerics.LinearAlgebra;
using Xunit;

namespace Engine.Tests.Training;

public sealed class RidgeSelectionTests
{
    /// <summary>Wiring, outputs, samples, dimension: small dimensions make noise of the targets, which a ridge answers.</summary>
    public static TheoryData<OutputWiring, int, int, int> Problems() => new()
    {
        { OutputWiring.Grouped, 1, 30, 3 },
        { OutputWiring.Grouped, 3, 25, 4 },
        { OutputWiring.Dense, 2, 25, 4 },
        { OutputWiring.Grouped, 1, 20, 60 },
        { OutputWiring.Grouped, 1, 40, 2 },
    };

    [Theory, MemberData(nameof(Problems))]
    public void Absolute_MinimisesGeneralisedCrossValidation_OnItsGrid(OutputWiring wiring, int outputs, int samples, int dimension)
    {
        using SteppedRun run = new(new TrainingCase { Wiring = wiring, Outputs = outputs, Samples = samples, Dimension = dimension });
        double chosen = RidgeSelection.Absolute(run.State, asked: null, out double relative, CancellationToken.None);

        Matrix<double> gram = run.Start.Gram(run.Fires(), run.Rows);
        double diagonal = Enumerable.Range(0, samples).Average(i => gram[i, i]);
        double best = Grid(Enumerable.Range(-12, 19).Select(half => half / 2.0));
        best = Grid([best, best - 0.25, best + 0.25]);
        // Away from ties the choice is the same; the diagonal is computed in fp32.
        Assert.Equal(Math.Pow(10.0, best), relative);
        Check.Near(chosen, relative * diagonal, SingleRounding.Gamma(dimension + 2) * chosen, $"absolute ridge");

        double Grid(IEnumerable<double> exponents) => exponents.MinBy(exponent => Criterion(run, gram, Math.Pow(10.0, exponent) * diagonal));
    }

    [Fact]
    public void Absolute_TakesTheRidgeAskedFor_RelativeToTheMeanDiagonal()
    {
        using SteppedRun run = new(new TrainingCase());
        double absolute = RidgeSelection.Absolute(run.State, asked: 0.25, out double relative, CancellationToken.None);
        Matrix<double> gram = run.Start.Gram(run.Fires(), run.Rows);
        Assert.Equal(0.25, relative);
        Check.Near(absolute, 0.25 * gram.Trace() / gram.RowCount, SingleRounding.Gamma(run.Case.Dimension + 2) * absolute, $"absolute ridge");
    }

    [Fact]
    public void Training_ReportsTheRidgeItChose()
    {
        TrainingCase given = new() { Samples = 30, Dimension = 3 };
        TrainedRun trained = given.Train(chooseRidge: true);
        using SteppedRun run = new(given);
        RidgeSelection.Absolute(run.State, asked: null, out double relative, CancellationToken.None);
        Assert.Equal(relative, trained.Result.Ridge);
        Assert.Equal(0.0, given.Train(chooseRidge: false).Result.Ridge);
    }

    /// <summary>Σ_k n |(I - A) y_k|² / tr(I - A)² with A = G (G + μ)⁻¹, every matrix formed.</summary>
    private static double Criterion(SteppedRun run, Matrix<double> gram, double ridge)
    {
        int n = run.Case.Samples;
        double sum = 0.0;
        for (int k = 0; k < run.Case.Outputs; k++)
        {
            int first = run.Case.Wiring == OutputWiring.Grouped ? k * n : 0;
            Matrix<double> block = gram.SubMatrix(first, n, first, n), identity = Matrix<double>.Build.DenseIdentity(n);
            // μ (G + μ)⁻¹ instead of I - G (G + μ)⁻¹: no cancellation at small ridges.
            Matrix<double> rest = ridge * (block + ridge * identity).Cholesky().Solve(identity);
            Vector<double> left = rest * Vector<double>.Build.Dense(run.State.Residual.AsSpan(k * n, n).ToArray());
            sum += n * left.DotProduct(left) / (rest.Trace() * rest.Trace());
        }

        return sum;
    }
}

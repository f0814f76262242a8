using Engine.Tests.Reference;
using Xunit;

namespace Engine.Tests.Training;

public sealed class TrainingRepeatabilityTests
{
    /// <summary>Method, wiring, form, relative ridge.</summary>
    public static TheoryData<TrainingMethod, OutputWiring, UpdateForm, double> Variants() => new()
    {
        { TrainingMethod.GaussNewton, OutputWiring.Grouped, UpdateForm.Dual, 0.0 },
        { TrainingMethod.GaussNewton, OutputWiring.Dense, UpdateForm.Primal, 0.0 },
        { TrainingMethod.GaussNewton, OutputWiring.Grouped, UpdateForm.Primal, 0.5 },
        { TrainingMethod.GradientDescent, OutputWiring.Dense, UpdateForm.Dual, 0.0 },
    };

    [Theory, MemberData(nameof(Variants))]
    public void Weights_HaveTheSameBits_ForEveryThreadCountAndRun(TrainingMethod method, OutputWiring wiring, UpdateForm form, double ridge)
    {
        TrainingOptions options = new() { Method = method, Form = form, Ridge = method == TrainingMethod.GaussNewton ? ridge : null, StepLimit = 6, Threads = 1 };
        TrainingCase given = new() { Width = 2000, Samples = 33, Outputs = 3, Wiring = wiring, Options = options };
        TrainedRun expected = given.Train();
        foreach (int threads in new[] { 1, 2, 3 })
        {
            TrainedRun actual = (given with { Options = options with { Threads = threads } }).Train();
            Assert.Equal(expected.Weights, actual.Weights);
            Assert.Equal(expected.Coefficients!.Values, actual.Coefficients!.Values);
            Assert.Equal(expected.Result.History.Select(step => step.Loss), actual.Result.History.Select(step => step.Loss));
        }
    }

    /// <summary>What the other tests see by driving the parts of the loop one by one is what the loop does.</summary>
    [Theory, MemberData(nameof(Variants))]
    public void Loop_DoesWhatItsPartsDo(TrainingMethod method, OutputWiring wiring, UpdateForm form, double ridge)
    {
        const int Steps = 3;
        double? relative = method == TrainingMethod.GaussNewton ? ridge : null;
        TrainingOptions options = new() { Method = method, Form = form, Ridge = relative, StepLimit = Steps, TargetLoss = 0.0, Threads = 1 };
        TrainingCase given = new() { Outputs = 2, Wiring = wiring, Options = options };
        TrainedRun trained = given.Train();
        using SteppedRun run = new(given);
        for (int step = 1; step <= Steps; step++)
        {
            DirectionReport direction = run.Direction.Compute(run.State, CancellationToken.None);
            double before = run.State.Objective, length = BacktrackingLineSearch.Take(run.State, direction, refreshAll: false);
            (run.Direction as INewtonDirection)?.Learn(length, before - run.State.Objective, direction.Slope);
            Assert.Equal(run.State.Loss, trained.Result.History[step].Loss);
        }

        Assert.Equal(run.Coefficients().Values, trained.Coefficients!.Values);
        run.State.Commit();
        Assert.Equal(((NetworkCore)run.State.Network).Weights.Slice(0, trained.Weights.Length).ToArray(), trained.Weights);
    }

    /// <summary>The committed weights are W(0) + C X, rounded once per coefficient.</summary>
    [Fact]
    public void Commit_WritesTheWeightsOfTheCoefficients()
    {
        TrainingCase given = new() { Outputs = 2 };
        TrainedRun trained = given.Train();
        using NetworkCore start = given.Network();
        double[] origin = Dense.Of(start.Weights.Slice(0, trained.Weights.Length)), rows = Dense.Of(given.Rows());
        double[] exact = TrainedRun.ExactWeights(origin, trained.Coefficients!, rows, given.Dimension);
        SparseCoefficients magnitudes = trained.Coefficients! with { Values = [.. trained.Coefficients.Values.Select(Math.Abs)] };
        double[] sizes = TrainedRun.ExactWeights([.. origin.Select(Math.Abs)], magnitudes, [.. rows.Select(Math.Abs)], given.Dimension);
        for (int j = 0; j < exact.Length; j++)
            Check.Near(trained.Weights[j], exact[j], SingleRounding.Gamma(given.Samples + 1) * sizes[j], $"weight {j}");
    }
}

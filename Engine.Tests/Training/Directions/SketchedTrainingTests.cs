using Xunit;

namespace Engine.Tests.Training;

/// <summary>The loops of 2006.11648 and 2208.04508, whole runs.</summary>
public sealed class SketchedTrainingTests
{
    /// <summary>At s = 4 n the paper's iteration diverges in every solve; that is seen, conjugate gradients take over, and the run gets where it would have got.</summary>
    [Theory]
    [InlineData(TrainingMethod.NearLinear)]
    [InlineData(TrainingMethod.Sublinear)]
    public void PapersIteration_IsReplaced_WhereItDiverges(TrainingMethod method)
    {
        TrainingResult result = Given(method, sketch: 4).Train().Result;
        Assert.Equal(TrainingStatus.TargetReached, result.Status);
        foreach (StepMetrics step in result.History.Skip(1))
        {
            Assert.Equal(2, step.Replaced);
            // Both systems together; seen within a few iterations, T19.
            Assert.InRange(step.SolverIterations, 4, 160);
        }
    }

    /// <summary>With many rows it converges, T19, and the condition number is the predicted one: within 1.3 for TensorSketch and 2 for fast transforms, T17.</summary>
    [Theory]
    [InlineData(TrainingMethod.NearLinear, 2)]
    [InlineData(TrainingMethod.Sublinear, 1.3)]
    public void PapersIteration_Converges_WithManyRows(TrainingMethod method, double slack)
    {
        const int Sketch = 128;
        TrainingResult result = Given(method, Sketch).Train().Result;
        Assert.Equal(TrainingStatus.TargetReached, result.Status);
        double e = Math.Sqrt(1.0 / Sketch), predicted = Math.Pow((1 + e) / (1 - e), 2), moved = 0;
        foreach (StepMetrics step in result.History.Skip(1))
        {
            Assert.Equal(0, step.Replaced);
            Assert.InRange(step.PreconditionedCondition!.Value, 1, slack * predicted);
            Assert.True(step.Condition > step.PreconditionedCondition);
            // T12 on correlated data.
            Assert.InRange(step.Contraction, 0, 0.5);
            moved = step.LargestMovement!.Value;
            Assert.InRange(moved, 1e-3, 10);
        }

        Assert.Null(result.History[0].Condition);
    }

    /// <summary>The trees of the paper and candidate lists find the same neurons, so the runs are the same up to rounding.</summary>
    [Fact]
    public void Sublinear_TakesTheSameSteps_WithThePapersTrees()
    {
        TrainingCase given = Given(TrainingMethod.Sublinear, sketch: 16);
        TrainingResult lists = given.Train().Result;
        TrainingResult trees = (given with { Options = given.Options with { Form = UpdateForm.Auto, Search = FireSearch.CorrelationTreeD } }).Train().Result;
        Assert.Equal(lists.Steps, trees.Steps);
        Assert.Equal(lists.History[0].FireFraction, trees.History[0].FireFraction);
        for (int step = 1; step <= lists.Steps; step++) Assert.InRange(trees.History[step].Contraction / lists.History[step].Contraction, 0.8, 1.25);
        Assert.True(trees.History[1].NodesVisited > 0);
    }

    /// <summary>b = 0, the plain ReLU of 2006.11648: half of all pairs fire.</summary>
    [Theory]
    [InlineData(TrainingMethod.NearLinear)]
    [InlineData(TrainingMethod.Sublinear)]
    public void PlainRelu_IsTrainedToo(TrainingMethod method)
    {
        TrainingResult result = (Given(method, sketch: 16) with { Shift = 0 }).Train().Result;
        Assert.Equal(TrainingStatus.TargetReached, result.Status);
        Assert.InRange(result.Steps, 2, 8);
        Assert.InRange(result.History[0].FireFraction, 0.45, 0.55);
    }

    private static TrainingCase Given(TrainingMethod method, int sketch) => new()
    {
        Width = 4096,
        Samples = 40,
        Dimension = 16,
        Outputs = 2,
        Options = new TrainingOptions { Method = method, SketchFactor = sketch, Form = UpdateForm.Primal, TargetLoss = 1e-8, Threads = 2 },
    };
}

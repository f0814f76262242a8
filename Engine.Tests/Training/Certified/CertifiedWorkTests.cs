using Engine.Kernels;
using Engine.Tests.Data;
using Xunit;
using Xunit.Abstractions;

namespace Engine.Tests.Training;

/// <summary>T26 (PAPERS): the counted work of an iteration grows more slowly than the width, in certified steps and where the cost model decides.</summary>
public sealed class CertifiedWorkTests(ITestOutputHelper output)
{
    private const int Iterations = 10;
    private const int Samples = 32;
    private const int Dimension = 16;

    /// <summary>b = √(share ln m): share, largest slope, due times.</summary>
    [Theory]
    [InlineData(0.40, 0.80, true)]
    [InlineData(0.40, 0.80, null)]
    [InlineData(0.48, 0.76, true)]
    [InlineData(0.48, 0.76, null)]
    public void Work_GrowsMoreSlowlyThanTheWidth(double share, double most, bool? dueTimes)
    {
        int[] widths = [12, 14, 16, 18];
        double[] work = [.. widths.Select(log => Work(1 << log, (float)Math.Sqrt(share * log * Math.Log(2.0)), dueTimes))];
        // Least squares: widths are 3, 1, 1 and 3 doublings from their mean.
        double slope = (3.0 * Math.Log2(work[3] / work[0]) + Math.Log2(work[2] / work[1])) / 20.0;
        output.WriteLine($"b = sqrt({share} ln m), due times {dueTimes}: operations {string.Join(", ", work.Select(w => $"{w:f0}"))}, slope {slope:f3}");
        Assert.True(slope <= most, $"slope {slope:f3}, claimed {most}.");
    }

    /// <summary>A fast start makes all pairs near, and bounds wide; neither may last. Digits: some neurons fire on a third of them. A near pair is one of 3 on either side, or used up within two steps.</summary>
    [Fact]
    public void Looks_AreShortAgain_AfterAFastStart()
    {
        const int Least = 100;
        Dataset digits = Dataset.FromCsv(SampleFiles.PathOf("digits.csv"), "label").Split(0.75, seed: 1).Train;
        using WideNetwork model = WideNetwork.Create(digits, new NetworkOptions { Width = 2000 });
        TrainingOptions options = new() { Method = TrainingMethod.GradientDescent, DueTimes = true, Threads = 2 };
        float[] rows = model.Transform.Apply(digits);
        TrainingPlan plan = TrainingPlan.For(model.Core, digits.Count, options);
        using TrainingState state = new(model.Core, rows, model.Meaning.TargetsOf(digits), options, plan, regularised: false);
        state.Preprocess(CancellationToken.None);
        double length = new GradientDirection(model.Core.Seed, options.Time).Compute(state, CancellationToken.None).FirstLength, first = 0.0, last = 0.0;
        for (int step = 1; step <= Least; step++)
        {
            state.SetDirection(state.Residual);
            state.Move(length, fromBase: true);
            last = state.Point.Counts.Scored / (double)state.Point.Counts.Visited;
            if (step == 2) first = last;
        }

        output.WriteLine($"pairs a look: {first:f1} in the second step, {last:f1} in the last one");
        Assert.True(8.0 * last <= first, $"{first:f1} pairs a look at first, {last:f1} after {Least} steps.");
    }

    /// <summary>Mean of the first iterations.</summary>
    private static double Work(int width, float shift, bool? dueTimes)
    {
        TrainingOptions options = new() { Method = TrainingMethod.GradientDescent, DueTimes = dueTimes, Threads = 2 };
        using SteppedRun run = new(new TrainingCase { Width = width, Samples = Samples, Dimension = Dimension, Shift = shift, Options = options });
        double length = run.Direction.Compute(run.State, CancellationToken.None).FirstLength, sum = 0.0;
        for (int step = 1; step <= Iterations; step++)
        {
            run.State.SetDirection(run.State.Residual);
            run.State.Move(length, fromBase: true);
            sum += Operations(width, (CertifiedPoint)run.State.Point);
        }

        return sum / Iterations;
    }

    /// <summary>
    /// Multiply-adds and comparisons of one iteration. Query: a node of a tree, visited or written, is one; a neuron that is looked at is one; a pair scored, or a whole
    /// row of scores for a new list, takes d an inner product. Forward and backward: the fire set of a neuron that is looked at is combined twice, d a sample (once where an
    /// epoch begins; all neurons twice in a fused step: then it is 2 d times the fired pairs). Dual update: a change of side meets the fire set.
    /// </summary>
    private static double Operations(int width, CertifiedPoint point)
    {
        PassCounts counts = point.Counts;
        PassWork work = point.Work;
        double set = counts.Fires / (double)width, combined = point.Certified ? work.DueNeurons + counts.Visited : 2.0 * work.DueNeurons;
        return work.NodesVisited + work.DueNeurons + Dimension * ((double)counts.Scored + work.InnerProducts + combined * set) + counts.Flips * set;
    }
}

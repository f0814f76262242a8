using Engine.Kernels;
using Engine.Tests.Reference;
using Xunit;

namespace Engine.Tests.Deep;

public sealed class DeepTrainingTests
{
    [Theory]
    [InlineData(TrainedLayers.Last, OutputWiring.Grouped, 3)]
    [InlineData(TrainedLayers.Last, OutputWiring.Dense, 3)]
    [InlineData(TrainedLayers.LastTwo, OutputWiring.Grouped, 2)]
    [InlineData(TrainedLayers.LastTwo, OutputWiring.Grouped, 3)]
    [InlineData(TrainedLayers.All, OutputWiring.Dense, 3)]
    public void Training_LeavesTheNetworkItEndedWith(TrainedLayers trained, OutputWiring wiring, int classes)
    {
        Dataset data = Model.ToyData.Classes(60, 8, classes, seed: 3);
        using DeepNetwork network = DeepNetwork.Create(data, new DeepOptions { Widths = [300, 260, 270], Shift = 1.5, Wiring = wiring, Seed = 5 });
        float[][] before = [.. network.Stack.Layers.Select(Weights)];
        TrainingResult result = DeepTrainer.Fit(network, data, new TrainingOptions { TargetLoss = 1e-5 }, trained);
        Assert.Equal(TrainingStatus.TargetReached, result.Status);
        Assert.InRange(result.Steps, 1, 25);
        int first = trained == TrainedLayers.Last ? 2 : trained == TrainedLayers.LastTwo ? 1 : 0;
        for (int l = 0; l < 3; l++) Assert.Equal(l >= first, !before[l].SequenceEqual(Weights(network.Stack.Layers[l])));

        // The loss the loop reports is that of its scores; the network's are computed from the weights it left. Each score of the top errs by rounding of
        // at most as many terms as inputs, samples and steps, against lengths of the rows of W before, during and after.
        double[] targets = network.Meaning.TargetsOf(data);
        double[] scores = network.Scores(data);
        double squares = 0;
        for (int i = 0; i < data.Count; i++)
        {
            for (int k = 0; k < network.Outputs; k++) squares += Math.Pow(scores[i * network.Outputs + k] - targets[k * data.Count + i], 2);
        }

        double longest = network.Stack.Layers.Max(layer => Longest(Weights(layer), layer.Weights.Inputs)) + before.Max(weights => Longest(weights, 8));
        double error = Math.Sqrt(data.Count * network.Outputs) * network.Stack.Readout.Scale * 270 * longest * SingleRounding.Gamma(3 * (300 + data.Count) + 20 * result.Steps);
        Assert.InRange(Math.Sqrt(squares), Math.Sqrt(2 * result.Loss) - error, Math.Sqrt(2 * result.Loss) + error);
        Assert.Equal(1, network.Evaluate(data).Accuracy);
    }

    [Theory]
    [InlineData(TrainedLayers.Last)]
    [InlineData(TrainedLayers.All)]
    public void Training_GivesTheSameBits_ForAnyThreads(TrainedLayers trained)
    {
        Dataset data = Model.ToyData.Classes(50, 8, 3, seed: 3);
        float[][] Run(int threads)
        {
            using DeepNetwork network = DeepNetwork.Create(data, new DeepOptions { Widths = [270, 300], Seed = 5 });
            DeepTrainer.Fit(network, data, new TrainingOptions { Threads = threads, StepLimit = 3 }, trained);
            return [.. network.Stack.Layers.Select(Weights)];
        }

        float[][] one = Run(1);
        foreach (int threads in new[] { 2, 3 }) Assert.Equal(one, Run(threads));
    }

    /// <summary>Under a ridge the objective falls step by step, and the ridge is chosen where it is not given.</summary>
    [Fact]
    public void Regression_ChoosesARidge_AndLowersTheObjective()
    {
        Dataset data = Model.ToyData.Values(80, 5, seed: 2);
        using DeepNetwork network = DeepNetwork.Create(data, new DeepOptions { Widths = [300, 400], Seed = 5 });
        TrainingResult result = DeepTrainer.Fit(network, data);
        Assert.True(result.Ridge > 0);
        Assert.Contains(result.Status, (TrainingStatus[])[TrainingStatus.Converged, TrainingStatus.StepLimit, TrainingStatus.TargetReached]);
        for (int step = 1; step < result.History.Count; step++) Assert.True(result.History[step].Objective < result.History[step - 1].Objective);
        Assert.InRange(network.Evaluate(data).R2!.Value, 0.5, 1);
    }

    /// <summary>J (W - W(0)) and |W - W(0)|^2, which a ridge needs, against the weights themselves.</summary>
    [Fact]
    public unsafe void Displacement_IsThatOfTheWeights_Exactly()
    {
        using LayerStack stack = IntegerStack.Create([5, 21, 14], 2, ShiftForm.Continuous, OutputWiring.Grouped, bias: false, seed: 11);
        using DeepSetup setup = new(stack, IntegerStack.Rows(9, 5, seed: 12), 1, regularised: true);
        using NativeBuffer<float> g = new(2 * 32);
        for (int i = 0; i < 9; i++) g.Slice(i, 1)[0] = g.Slice(32 + i, 1)[0] = (i % 3) - 1;
        setup.Point.Step(new StepMove { Direction = g.Pointer, Stride = 32, Shrink = 0, Length = 1, FromBase = true, RefreshAll = false });
        using NativeBuffer<float> moved = new(14 * 21);
        setup.Point.Materialise(moved);
        double square = 0;
        var change = new double[14, 21];
        for (int r = 0; r < 14; r++)
        {
            for (int j = 0; j < 21; j++)
            {
                change[r, j] = moved.Slice(r * 21 + j, 1)[0] - stack.Layers[1].Weights[r, j];
                square += change[r, j] * change[r, j];
            }
        }

        var result = new double[18];
        Assert.True(square > 0);
        Assert.Equal(square, setup.Point.ApplyDisplacement(result).Squared);
        for (int i = 0; i < 9; i++)
        {
            for (int k = 0; k < 2; k++)
            {
                double expected = 0;
                foreach (int r in setup.Point.States.Fired(0, i))
                {
                    for (int j = 0; j < 21; j++) expected += stack.Readout.Weight(k, r) * change[r, j] * setup.References[i].Inputs[1][j];
                }

                Assert.Equal(expected, result[k * 9 + i]);
            }
        }
    }

    [Fact]
    public void Options_ThatDoNotApply_AreRefusedTogether()
    {
        Dataset data = Model.ToyData.Classes(20, 5, 2, seed: 2);
        using DeepNetwork network = DeepNetwork.Create(data, new DeepOptions { Widths = [32, 32] });
        ArgumentException error = Assert.Throws<ArgumentException>(() => DeepTrainer.Fit(network, data, new TrainingOptions { Search = FireSearch.Dense, Ridge = 1 }, TrainedLayers.All));
        Assert.Contains("Search", error.Message);
        Assert.Contains("Ridge needs a single trained layer, found 1", error.Message);
        error = Assert.Throws<ArgumentException>(() => DeepNetwork.Create(data, new DeepOptions { Widths = [0], FireFraction = 2, Shift = 1, OutputDeviation = 0 }));
        Assert.All(new[] { "Widths[0]", "FireFraction", "exclude", "OutputDeviation" }, part => Assert.Contains(part, error.Message));
    }

    /// <summary>The largest case one machine of 8 GiB should hold: 16,384 units twice, digits.</summary>
    [Fact]
    public void Plan_StaysWithinAQuarterAboveTheWeights_AtSixteenThousandUnits()
    {
        float shift = (float)Math.Sqrt(0.4 * Math.Log(16_384)), top = (float)Math.Sqrt(0.4 * Math.Log(1_638.4));
        var outline = new StackOutline([new LayerOutline(16_384, 64, shift), new LayerOutline(16_384, 16_384, top)], 10, OutputWiring.Grouped);
        DeepPlan plan = DeepPlan.For(outline, 1_438, new TrainingOptions { Threads = 2 }, 1, 1, TaskKind.Classification);
        Assert.Equal((16_384L * 16_384 + 16_384 * 64 + 16_384 + 10) * 4, plan.WeightBytes);
        Assert.InRange(plan.TotalBytes, plan.WeightBytes, 1.25 * plan.WeightBytes);
    }

    private static float[] Weights(HiddenLayer layer)
    {
        var rows = new float[layer.Units * layer.Weights.Inputs];
        layer.Weights.ReadRows(0, rows);
        return rows;
    }

    private static double Longest(float[] weights, int inputs) => weights.Chunk(inputs).Max(row => Math.Sqrt(row.Sum(w => (double)w * w)));
}

using Engine.Kernels;
using Engine.Tests.Kernels;
using Engine.Tests.Reference;
using MathNet.Numerics.LinearAlgebra;
using Xunit;

namespace Engine.Tests.Training.Losses;

/// <summary>A sample of weight 2 is a sample given twice.</summary>
public sealed class SampleWeightTests
{
    private const int Dimension = 12, Outputs = 3, Width = 600, Samples = 15, Twice = 4;

    /// <summary>Method, loss, wiring, relative ridge.</summary>
    public static TheoryData<TrainingMethod, LossKind, OutputWiring, double> Variants()
    {
        TheoryData<TrainingMethod, LossKind, OutputWiring, double> variants = new();
        foreach (LossKind loss in Enum.GetValues<LossKind>())
        {
            variants.Add(TrainingMethod.GradientDescent, loss, OutputWiring.Grouped, 0.0);
            variants.Add(TrainingMethod.GaussNewton, loss, OutputWiring.Grouped, 0.0);
            variants.Add(TrainingMethod.GaussNewton, loss, OutputWiring.Grouped, 0.1);
            variants.Add(TrainingMethod.GaussNewton, loss, OutputWiring.Dense, 0.1);
        }

        return variants;
    }

    /// <summary>
    /// The two systems have the same solution: with E the rows that copy, G of the copies is E G Eᵀ, and Eᵀ g of one solves the other. What is left is rounding: kernel
    /// and outputs in fp32 (the order of a sum over neurons does not depend on the samples, so most of it is the same), the solves, and conjugate gradients' 1e-5.
    /// </summary>
    [Theory, MemberData(nameof(Variants))]
    public void Direction_IsThatOfTheRowTwice(TrainingMethod method, LossKind loss, OutputWiring wiring, double ridge)
    {
        using NetworkCore core = new(Width, Dimension, Outputs, 0.8f, wiring, seed: 3);
        TrainingCase given = new()
        {
            Samples = Samples,
            Dimension = Dimension,
            Outputs = Outputs,
            Options = new TrainingOptions { Method = method, Loss = loss, Ridge = method == TrainingMethod.GaussNewton ? ridge : null, Threads = 1, Damping = 1e-3 },
        };
        int[] copies = [.. Enumerable.Range(0, Samples), Twice];
        double[] targets = given.Targets(), repeated = [.. Enumerable.Range(0, Outputs).SelectMany(k => copies.Select(i => targets[k * Samples + i]))];
        float[] rows = given.Rows(), rowsRepeated = [.. copies.SelectMany(i => rows[(i * Dimension)..((i + 1) * Dimension)])];
        double[] weights = [.. Enumerable.Range(0, Samples).Select(i => i == Twice ? 2.0 : 1.0)];

        (double lossOnce, double[] once, DirectionReport first, double condition) = Direction(core, given.Options, rows, targets, weights);
        (double lossTwice, double[] twice, DirectionReport second, _) = Direction(core, given.Options, rowsRepeated, repeated, null);

        double[] joined = new double[once.Length];
        for (int p = 0; p < twice.Length; p++) joined[p / copies.Length * Samples + copies[p % copies.Length]] += twice[p];
        double relative = SingleRounding.Gamma(Width + Dimension) + (wiring == OutputWiring.Dense && method == TrainingMethod.GaussNewton ? 2e-5 : 0.0);
        Check.Near(Dense.Distance(once, joined), 0.0, condition * relative * Dense.Norm(once), $"direction, condition {condition:g3}");
        Check.Near(lossOnce, lossTwice, SingleRounding.Gamma(Width + Dimension) * (lossTwice + Samples), $"loss");
        // Power iteration stops within 1 % of the largest eigenvalue, from below.
        double tolerance = method == TrainingMethod.GradientDescent ? 0.05 : 0.0;
        Check.Near(first.FirstLength, second.FirstLength, tolerance * second.FirstLength, $"length");
        Check.Near(first.Slope, second.Slope, condition * relative * Math.Abs(second.Slope), $"slope");
    }

    /// <summary>A class weight is the same weight for all of its samples, and balanced ones make classes weigh the same.</summary>
    [Fact]
    public void ClassWeights_MultiplySampleWeights()
    {
        double[] own = [1.0, 2.0, 3.0, 0.5];
        Dataset data = Dataset.FromArrays(new float[] { 1, 2, 3, 4, 5, 6, 7, 9 }, 2, ["a", "b", "a", "a"]).WithWeights(own);
        TargetMeaning meaning = TargetMeaning.Of(data);
        double[] named = ClassWeights.Of(new Dictionary<string, double> { ["b"] = 4.0 }).Resolve(meaning.ClassNames, meaning.ClassesOf(data), own);
        Assert.Equal([1.0, 8.0, 3.0, 0.5], LossFactory.Weights(meaning, data, named)!);
        double[] balanced = ClassWeights.Balanced.Resolve(meaning.ClassNames, meaning.ClassesOf(data), own);
        Assert.Equal([6.5 / (2 * 4.5), 6.5 / (2 * 2.0)], balanced);
        double[] weights = LossFactory.Weights(meaning, data, balanced)!;
        Assert.Equal(weights[0] + weights[2] + weights[3], weights[1], 1e-15);
    }

    /// <summary>The median of weighted values is that of values repeated.</summary>
    [Theory]
    [InlineData(1, 1, 1, 1)]
    [InlineData(2, 1, 1, 1)]
    [InlineData(1, 3, 1, 1)]
    [InlineData(1, 1, 2, 2)]
    public void RobustScale_OfWeights_IsThatOfRepetitions(params int[] times)
    {
        double[] values = [0.5, -1.0, 2.0, 7.0];
        double[] repeated = [.. values.SelectMany((value, i) => Enumerable.Repeat(value, times[i]))];
        double median = Median(repeated), expected = Median([.. repeated.Select(y => Math.Abs(y - median))]) / MathNet.Numerics.Distributions.Normal.InvCDF(0.0, 1.0, 0.75);
        Assert.Equal(expected, LossFactory.RobustScale(values, Array.ConvertAll(times, count => (double)count)), 1e-14);
        Assert.Equal(1.0, LossFactory.RobustScale([1.0, 1.0, 1.0, 4.0], null));
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(-1.0)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Weights_MustBeFiniteAndPositive(double weight)
    {
        Dataset data = Dataset.FromArrays(new float[] { 1, 2, 3, 4 }, 2, ["a", "b"]);
        Assert.Contains("leave a row out", Assert.Throws<InputException>(() => data.WithWeights([1.0, weight])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => ClassWeights.Of(new Dictionary<string, double> { ["a"] = weight }));
        Assert.Throws<ArgumentException>(() => data.WithWeights([1.0]));
    }

    private static double Median(double[] values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2.0;
    }

    /// <summary>Loss, g and report at the start, and the condition of what was solved for g.</summary>
    private static (double Loss, double[] G, DirectionReport Report, double Condition) Direction(
        NetworkCore core, TrainingOptions options, float[] rows, double[] targets, double[]? weights)
    {
        int n = rows.Length / Dimension;
        bool gaussNewton = options.Method != TrainingMethod.GradientDescent;
        TargetMeaning meaning = new(TaskKind.Classification, ["0", "1", "2"], 0, 1);
        ILoss loss = LossFactory.Create(options, meaning, targets, weights, delta: 0.3);
        using TrainingState state = new(core, rows, targets, options, TrainingPlan.For(core, n, options), options.Ridge > 0, loss);
        state.Preprocess(CancellationToken.None);
        using GaussNewtonDirection? newton = gaussNewton ? new GaussNewtonDirection(state, options.Damping, options.TargetInUse, TimeProvider.System) : null;
        if (options.Ridge > 0) state.Ridge = RidgeSelection.Absolute(state, options.Ridge, out _, CancellationToken.None);
        DirectionReport report = (newton is not null ? (IDirection)newton : new GradientDirection(core.Seed, TimeProvider.System)).Compute(state, CancellationToken.None);
        Assert.True(report.Solved);
        double[] g = new double[targets.Length];
        for (int p = 0; p < g.Length; p++) g[p] = state.Direction.Slice(p / n * (long)state.Stride + p % n, 1)[0];
        if (!gaussNewton) return (state.Loss, g, report, 1.0);

        // g = S (S G S + mu)^-1 u: its error is that of the solve, amplified by how far apart the roots are.
        double[] root = new double[g.Length], scaled = new double[g.Length];
        loss.Curve(state.Outputs, root, scaled);
        DenseNetwork point = DenseNetwork.Of(core);
        double[] exact = Dense.Of(rows);
        DenseGaussNewton dense = new(point, point.Weights, point.Fires(exact), exact, targets, state.Ridge, options.Damping, root, scaled);
        return (state.Loss, g, report, dense.System.ConditionNumber() * root.Max() / root.Min());
    }
}

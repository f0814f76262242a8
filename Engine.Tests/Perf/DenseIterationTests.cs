using Engine.Kernels;
using Engine.Perf;
using Engine.Tests.Reference;
using Engine.Tests.Training;
using Xunit;

namespace Engine.Tests.Perf;

/// <summary>The dense opponent of the benchmarks does what the double-precision reference does, at any shape.</summary>
public sealed class DenseIterationTests
{
    private const int Steps = 3;

    // Shorter than 2 / lambda_max of the cases, so that the outputs stay of the size of the targets.
    private const double Length = 0.3;

    /// <summary>m, n, d, K, b: whole tiles; leftovers of every kind; features in less than half a panel, in more, and in one more panel; a shift of 0.</summary>
    public static TheoryData<int, int, int, int, float> Shapes() => new()
    {
        { 512, 64, 32, 1, 1f },
        { 997, 45, 48, 3, 1f },
        { 1437, 33, 11, 10, 0.5f },
        { 700, 31, 17, 2, 0f },
        { 2051, 20, 65, 4, 1.5f },
        { 13, 7, 3, 5, 0.1f },
    };

    [Theory, MemberData(nameof(Shapes))]
    public void Step_IsTheReferenceStep_WithinItsBound(int width, int samples, int dimension, int outputs, float shift)
    {
        TrainingCase given = Case(width, samples, dimension, outputs, shift);
        using NetworkCore core = given.Network();
        using WorkerTeam team = new(2);
        using DenseIteration dense = new(core, given.Rows(), given.Targets(), team);
        dense.Begin();
        AssertOutputs(given, core, dense);
        for (int step = 0; step < Steps; step++)
        {
            DenseNetwork before = DenseNetwork.Of(core);
            bool[] fires = Fires(given, core);
            double[] residual = [.. dense.Outputs.Zip(given.Targets(), (f, y) => f - y)];
            dense.Step(Length);
            AssertWeights(given, before, fires, residual, DenseNetwork.Of(core));
            AssertOutputs(given, core, dense);
        }
    }

    [Theory, MemberData(nameof(Shapes))]
    public void Steps_HaveTheSameBits_ForAnyNumberOfThreads(int width, int samples, int dimension, int outputs, float shift)
    {
        TrainingCase given = Case(width, samples, dimension, outputs, shift);
        (float[] weights, double[] f) = Run(given, threads: 1);
        (float[] otherWeights, double[] otherOutputs) = Run(given, threads: 4);
        Assert.Equal(weights, otherWeights);
        Assert.Equal(f, otherOutputs);
    }

    [Fact]
    public void Constructor_NamesShapes_WhenTheyDoNotFit()
    {
        using NetworkCore core = Case(64, 8, 4, 2, 1f).Network();
        using WorkerTeam team = new(1);
        ArgumentException thrown = Assert.Throws<ArgumentException>(() => new DenseIteration(core, new float[32], new double[8], team));
        Assert.Contains("targets=8, K=2", thrown.Message, StringComparison.Ordinal);
    }

    private static TrainingCase Case(int width, int samples, int dimension, int outputs, float shift) =>
        new() { Width = width, Samples = samples, Dimension = dimension, Outputs = outputs, Shift = shift };

    private static (float[] Weights, double[] Outputs) Run(TrainingCase given, int threads)
    {
        using NetworkCore core = given.Network();
        using WorkerTeam team = new(threads);
        using DenseIteration dense = new(core, given.Rows(), given.Targets(), team);
        dense.Begin();
        for (int step = 0; step < Steps; step++) dense.Step(Length);
        return (core.Weights.Slice(0, (int)core.Weights.Length).ToArray(), dense.Outputs);
    }

    /// <summary>Exact: the opponent's scores are the library's, one fused chain each, (m, n).</summary>
    private static bool[] Fires(TrainingCase given, NetworkCore core)
    {
        int n = given.Samples, d = given.Dimension;
        float[] rows = given.Rows();
        return [.. Enumerable.Range(0, given.Width * n).Select(pair =>
            SingleRounding.Chain(core.Weights.Slice((long)(pair / n) * d, d), rows.AsSpan(pair % n * d, d)) > given.Shift)];
    }

    /// <summary>
    /// w_r moves by the fused chain of n products of x_i and the direction: length, scale and residual are multiplied in double, rounded once, and once more
    /// at the sum with w_r.
    /// </summary>
    private static void AssertWeights(TrainingCase given, DenseNetwork before, bool[] fires, double[] residual, DenseNetwork after)
    {
        double[] rows = Dense.Of(given.Rows());
        double[] gradient = before.TransposedJacobian(fires, rows, residual);
        DenseNetwork absolute = new(before.Dimension, before.Outputs, before.Shift, before.Scale, before.Weights, Array.ConvertAll(before.Signs, Math.Abs));
        double[] sizes = absolute.TransposedJacobian(fires, Array.ConvertAll(rows, Math.Abs), Array.ConvertAll(residual, Math.Abs));
        for (int p = 0; p < gradient.Length; p++)
        {
            double bound = Length * SingleRounding.Gamma(given.Samples + 3) * sizes[p] + SingleRounding.Gamma(2) * Math.Abs(before.Weights[p]);
            Check.Near(after.Weights[p], before.Weights[p] - Length * gradient[p], bound, $"{given}: weight {p % given.Dimension} of neuron {p / given.Dimension}");
        }
    }

    /// <summary>
    /// A score is off by γ_d |w| |x|, so a pair this close to the threshold may count or not; z - b is rounded, and eight neurons of a tile are
    /// added up in fp32.
    /// </summary>
    private static void AssertOutputs(TrainingCase given, NetworkCore core, DenseIteration dense)
    {
        DenseNetwork point = DenseNetwork.Of(core);
        int n = given.Samples, d = given.Dimension;
        double[] rows = Dense.Of(given.Rows()), scores = point.Scores(rows), expected = point.Forward(rows), bounds = new double[expected.Length];
        double[] sizes = Dense.TimesTransposed(Array.ConvertAll(point.Weights, Math.Abs), Array.ConvertAll(rows, Math.Abs), d);
        for (int pair = 0; pair < scores.Length; pair++)
        {
            double error = SingleRounding.Gamma(d + 1) * sizes[pair], above = scores[pair] - given.Shift;
            if (above <= -error) continue;
            double bound = point.Scale * (error + SingleRounding.Gamma(10) * (Math.Abs(above) + error));
            for (int k = 0; k < given.Outputs; k++) bounds[k * n + pair % n] += bound * Math.Abs(point.Signs[pair / n * given.Outputs + k]);
        }

        double[] targets = given.Targets();
        double loss = 0.0;
        for (int p = 0; p < expected.Length; p++)
        {
            Check.Near(dense.Outputs[p], expected[p], bounds[p], $"{given}: output {p / n} of sample {p % n}");
            loss += (dense.Outputs[p] - targets[p]) * (dense.Outputs[p] - targets[p]) / 2.0;
        }

        Assert.Equal(loss, dense.Loss);
    }
}

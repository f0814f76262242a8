using Engine.Kernels;
using Engine.Tests.Kernels.Sketches;
using Engine.Tests.Reference;
using MathNet.Numerics.LinearAlgebra;
using Xunit;

namespace Engine.Tests.Solvers;

public sealed class JacobianSketchTests
{
    private const int Samples = 70;
    private const int Dimension = 6;
    private const int Width = 300;
    private const int SketchRows = 64;

    public static TheoryData<string, int> Outputs() => new() { { "Grouped", 0 }, { "Grouped", 2 }, { "Dense", 1 } };

    /// <summary>Streamed, the sketch is what it is of the rows of J formed.</summary>
    [Theory, MemberData(nameof(Outputs))]
    public void Apply_IsTheSketchOfTheFormedRows(string wiring, int output)
    {
        using SolverNetwork network = Create(Enum.Parse<OutputWiring>(wiring));
        JacobianSketch jacobian = new(network.Core, network.Fired, network.Samples, output);
        float[] rows = FormedRows(network, jacobian.Neurons, output);
        foreach (SketchKind kind in Enum.GetValues<SketchKind>())
        {
            using ISketch sketch = SketchCases.Create(kind, SketchRows, jacobian.Neurons * Dimension).Sample(new RngState(5), network.Team).Operator;
            float[] expected = SketchCases.Apply(sketch, rows);
            foreach (int batch in new[] { 1, 16, 1000 })
            {
                using NativeBuffer<float> result = new(Samples * SketchRows);
                jacobian.Apply(sketch, result, batch);
                Same(expected, result, $"{kind} in batches of {batch}");
            }
        }
    }

    [Theory, MemberData(nameof(Outputs))]
    public void Apply_IsTheKroneckerSketchOfTheFactors(string wiring, int output)
    {
        using SolverNetwork network = Create(Enum.Parse<OutputWiring>(wiring));
        JacobianSketch jacobian = new(network.Core, network.Fired, network.Samples, output);
        float[] rows = FormedRows(network, jacobian.Neurons, output), left = new float[Samples * jacobian.Neurons], right = [.. network.Rows.Select(x => (float)x)];
        for (int i = 0; i < Samples; i++)
        {
            int largest = Enumerable.Range(0, Dimension).MaxBy(k => Math.Abs(right[i * Dimension + k]));
            for (int r = 0; r < jacobian.Neurons; r++)
            {
                float element = rows[(i * jacobian.Neurons + r) * Dimension + largest];
                left[i * jacobian.Neurons + r] = element == 0 ? 0 : MathF.CopySign((float)network.Core.OutputScale, element * right[i * Dimension + largest]);
            }
        }

        foreach (KroneckerKind kind in Enum.GetValues<KroneckerKind>())
        {
            using IKroneckerSketch sketch = SketchCases.Create(kind, SketchRows, jacobian.Neurons, Dimension).Sample(new RngState(6), network.Team).Operator;
            using NativeBuffer<float> result = new(Samples * SketchRows);
            jacobian.Apply(sketch, result);
            Same(SketchCases.Apply(sketch, left, right), result, kind.ToString());
        }
    }

    [Fact]
    public void Apply_RefusesASketchOfOtherLength()
    {
        using SolverNetwork network = Create(OutputWiring.Grouped);
        JacobianSketch jacobian = new(network.Core, network.Fired, network.Samples, output: 0);
        Assert.Equal((100, 600L), (jacobian.Neurons, jacobian.Columns));
        using ISketch sketch = SketchDistribution.Count(8, 601).Sample(new RngState(1), network.Team).Operator;
        using NativeBuffer<float> result = new(Samples * 8);
        Assert.Contains("601, 600", Assert.Throws<ArgumentException>(() => jacobian.Apply(sketch, result, 4)).Message, StringComparison.Ordinal);
    }

    private static SolverNetwork Create(OutputWiring wiring) => new(RandomRows.Unit(Samples, Dimension, 2), Dimension, Width, 3, wiring, 0.5f, seed: 2);

    /// <summary>The rows of J of one output over the neurons that feed it, (n, neurons d).</summary>
    private static float[] FormedRows(SolverNetwork network, int neurons, int output)
    {
        Matrix<double> jacobian = network.Start.Jacobian(network.Fires(), network.Rows);
        int first = neurons == Width ? 0 : output * neurons;
        float[] rows = new float[Samples * neurons * Dimension];
        for (int i = 0; i < Samples; i++)
        {
            for (int e = 0; e < neurons * Dimension; e++) rows[i * neurons * Dimension + e] = (float)jacobian[output * Samples + i, first * Dimension + e];
        }

        return rows;
    }

    /// <summary>Two roundings of each element, and the order of sums over at most all of them.</summary>
    private static void Same(float[] expected, NativeBuffer<float> actual, string what)
    {
        double norm = Dense.Norm(Dense.Of(expected));
        for (int e = 0; e < expected.Length; e++) Check.Near(actual.Slice(e, 1)[0], expected[e], SingleRounding.Gamma(64) * norm, $"{what}, element {e}");
    }
}

using Engine.Kernels;
using Engine.Tests.Reference;
using Xunit;

namespace Engine.Tests.Deep;

/// <summary>J J^T == sum over trained layers of (Delta Delta^T) o (H H^T), against rows of J that are formed.</summary>
public sealed class DeepGramTests
{
    private const int Samples = 9, Dimension = 5;

    public static TheoryData<string, string, bool, int, int> Cases()
    {
        var cases = new TheoryData<string, string, bool, int, int>();
        foreach (string form in Enum.GetNames<ShiftForm>())
        {
            for (int first = 0; first < 3; first++)
            {
                cases.Add(form, nameof(OutputWiring.Grouped), first == 1, 1, first);
                cases.Add(form, nameof(OutputWiring.Dense), first == 0, 2, first);
            }

            cases.Add(form, nameof(OutputWiring.Grouped), false, 3, 2);
        }

        return cases;
    }

    /// <summary>Small integers: every sum is exact, so are the identities. Coupled systems give the mean of two blocks, which is exact as well.</summary>
    [Theory, MemberData(nameof(Cases))]
    public unsafe void Gram_IsJTimesItsTranspose_Exactly(string form, string wiring, bool bias, int outputs, int first)
    {
        using LayerStack stack = IntegerStack.Create([Dimension, 21, 14, 12], outputs, Enum.Parse<ShiftForm>(form), Enum.Parse<OutputWiring>(wiring), bias, seed: 11);
        using DeepSetup setup = new(stack, IntegerStack.Rows(Samples, Dimension, seed: 12), first);
        Assert.Equal(outputs > 1 && (first < 2 || wiring == nameof(OutputWiring.Dense)), setup.Point.Coupled);
        using NativeBuffer<double> gram = new(Samples * 16);
        double diagonal = 0;
        for (int system = 0; system < (setup.Point.Coupled ? 1 : outputs); system++)
        {
            setup.Point.BuildGram(system, gram.Pointer, 16);
            for (int i = 0; i < Samples; i++)
            {
                for (int j = 0; j <= i; j++) Assert.Equal(Expected(setup, system, outputs, i, j), gram.Pointer[i * 16 + j]);
                diagonal += gram.Pointer[i * 16 + i];
            }
        }

        Assert.True(diagonal > 0);
        double mean = diagonal / (Samples * (setup.Point.Coupled ? 1 : outputs));
        Assert.InRange(setup.Point.MeanDiagonal, mean * (1 - 1e-12), mean * (1 + 1e-12));
    }

    [Theory, MemberData(nameof(Cases))]
    public void ApplyGram_IsJTimesItsTranspose_Exactly(string form, string wiring, bool bias, int outputs, int first)
    {
        using LayerStack stack = IntegerStack.Create([Dimension, 21, 14, 12], outputs, Enum.Parse<ShiftForm>(form), Enum.Parse<OutputWiring>(wiring), bias, seed: 11);
        using DeepSetup setup = new(stack, IntegerStack.Rows(Samples, Dimension, seed: 12), first);
        using NativeBuffer<float> vector = new(outputs * 32);
        var result = new double[outputs * Samples];
        for (int k = 0; k < outputs; k++)
        {
            for (int j = 0; j < Samples; j++)
            {
                vector.Slice(0, (int)vector.Length).Clear();
                vector.Slice(k * 32 + j, 1)[0] = 2;
                setup.Point.ApplyGram(vector, result);
                for (int q = 0; q < result.Length; q++)
                    Assert.Equal(2 * StackReference.Gram(setup.References[q % Samples], q / Samples, setup.References[j], k, setup.TrainedOfAll), result[q]);
            }
        }
    }

    /// <summary>With normalisation: every rounding error is at most gamma of the terms times the same sum over absolute values.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public unsafe void Gram_IsJTimesItsTranspose_WithNormalisation(int first)
    {
        int[] widths = [300, 200, 150];
        Dataset data = Model.ToyData.Classes(Samples, Dimension, 2, seed: 6);
        using DeepNetwork network = DeepNetwork.Create(data, new DeepOptions { Widths = widths, FireFraction = 0.2, Seed = 3 });
        using DeepSetup setup = new(network.Stack, network.Transform.Apply(data), first);
        double gamma = SingleRounding.Gamma(4 * (Dimension + widths.Sum()));
        using NativeBuffer<double> gram = new(Samples * Samples);
        setup.Point.BuildGram(0, gram.Pointer, Samples);
        using NativeBuffer<float> vector = new(32);
        var column = new double[Samples];
        for (int j = 0; j < Samples; j++)
        {
            vector.Slice(0, 32).Clear();
            vector.Slice(j, 1)[0] = 1;
            setup.Point.ApplyGram(vector, column);
            for (int i = j; i < Samples; i++)
            {
                double exact = StackReference.Gram(setup.References[i], 0, setup.References[j], 0, setup.TrainedOfAll);
                double bound = gamma * StackReference.Gram(setup.References[i], 0, setup.References[j], 0, setup.TrainedOfAll, absolute: true);
                Assert.InRange(gram.Pointer[i * Samples + j], exact - bound, exact + bound);
                Assert.InRange(column[i], exact - bound, exact + bound);
            }
        }
    }

    private static double Expected(DeepSetup setup, int system, int outputs, int i, int j)
    {
        if (!setup.Point.Coupled) return StackReference.Gram(setup.References[i], system, setup.References[j], system, setup.TrainedOfAll);
        return Enumerable.Range(0, outputs).Average(k => StackReference.Gram(setup.References[i], k, setup.References[j], k, setup.TrainedOfAll));
    }
}

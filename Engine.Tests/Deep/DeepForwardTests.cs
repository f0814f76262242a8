using Engine.Kernels;
using Xunit;

namespace Engine.Tests.Deep;

public sealed class DeepForwardTests
{
    public static TheoryData<string, string, bool, int> Cases()
    {
        var cases = new TheoryData<string, string, bool, int>();
        foreach (string form in Enum.GetNames<ShiftForm>())
        {
            foreach (string wiring in Enum.GetNames<OutputWiring>())
            {
                cases.Add(form, wiring, false, 129);
                cases.Add(form, wiring, true, 17);
            }
        }

        return cases;
    }

    /// <summary>Sums of small integers are exact, so what fires and what comes out has one answer.</summary>
    [Theory, MemberData(nameof(Cases))]
    public void Forward_IsTheDenseNetwork_Exactly(string form, string wiring, bool bias, int middle)
    {
        const int Dimension = 7, Outputs = 3;
        foreach (int count in new[] { 1, 5, 300 })
        {
            using LayerStack stack = IntegerStack.Create([Dimension, 130, middle, 128], Outputs, Enum.Parse<ShiftForm>(form), Enum.Parse<OutputWiring>(wiring), bias, seed: 3);
            float[] rows = IntegerStack.Rows(count, Dimension, seed: 4);
            var outputs = new double[count * Outputs];
            stack.Forward(rows, outputs);
            for (int i = 0; i < Math.Min(count, 5); i++)
            {
                var reference = new StackReference(stack, [.. rows[(i * Dimension)..((i + 1) * Dimension)].Select(x => (double)x)]);
                Assert.Equal(reference.Outputs, outputs[(i * Outputs)..((i + 1) * Outputs)]);
            }
        }
    }

    [Fact]
    public void Forward_GivesARowTheSameBits_AloneAndInABatch()
    {
        Dataset data = Model.ToyData.Classes(300, 9, 3, seed: 5);
        using DeepNetwork network = DeepNetwork.Create(data, new DeepOptions { Widths = [200, 130, 60], Seed = 2 });
        double[] all = network.Scores(data), one = new double[3];
        for (int i = 0; i < data.Count; i += 37)
        {
            network.Scores(data.Row(i), one);
            Assert.Equal(all[(3 * i)..(3 * i + 3)], one);
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(16, 5)]
    [InlineData(127, 33)]
    [InlineData(128, 32)]
    [InlineData(300, 129)]
    public void Panels_BecomeRowsAndPanelsAgain_InPlace(int units, int inputs)
    {
        using var panels = new UnitPanels(units, inputs);
        panels.Draw(new CounterRandom(7, 1));
        var expected = new float[units * inputs];
        new CounterRandom(7, 1).FillNormals(expected, 0);
        Assert.Equal(expected, panels.ToRows().Slice(0, units * inputs).ToArray());
        panels.ToPanels();
        var back = new float[units * inputs];
        panels.ReadRows(0, back);
        Assert.Equal(expected, back);
        Assert.Equal(expected[(units - 1) * inputs], panels[units - 1, 0]);
    }
}

using Engine.Indexing;
using Engine.Kernels;
using Xunit;

namespace Engine.Tests.Deep;

public sealed class LayerScanTests
{
    public static TheoryData<string> Exact() => [.. ThresholdIndexFactory.Names.Where(name => name != "sign-hash")];

    /// <summary>Gathered columns and every exact index report the same units with the same bits, dense inputs and sparse ones, biases and none.</summary>
    [Theory, MemberData(nameof(Exact))]
    public void EverySearch_FindsTheSameBits(string name)
    {
        Dataset data = Model.ToyData.Classes(90, 20, 2, seed: 3);
        using DeepNetwork network = DeepNetwork.Create(data, new DeepOptions { Widths = [300, 200], Wiring = OutputWiring.Dense, Seed = 2 });
        using var team = new WorkerTeam(2);
        ActiveRows h = ActiveRows.FromDense(network.Transform.Apply(data), network.Transform.OutputDimension);
        for (int l = 0; l < 2; l++)
        {
            HiddenLayer layer = network.Stack.Layers[l];
            ActiveRows gathered = new(90, layer.Units), found = new(90, layer.Units);
            layer.Weights.CollectAbove(h, layer.Shift, gathered, layer.Weights.Scratch(), team);
            LayerScan.CollectByIndex(layer, h, found, fraction: 0.05, team, name);
            for (int i = 0; i < 90; i++)
            {
                Assert.Equal(gathered.Ids(i).ToArray(), found.Ids(i).ToArray());
                Assert.Equal(gathered.Values(i).ToArray(), found.Values(i).ToArray());
            }

            h = network.Stack.Next(l, h, layer.Weights.Scratch(), team);
        }
    }

    [Theory]
    [InlineData(4096, 64, 64, 1438, 0.03, true)]
    [InlineData(4096, 64, 64, 1, 0.03, false)]
    [InlineData(4096, 8, 8, 1438, 0.03, false)]
    [InlineData(4096, 4096, 140, 1438, 0.03, false)]
    [InlineData(4096, 4096, 2000, 1438, 0.03, false)]
    [InlineData(1024, 4096, 2000, 1438, 0.03, true)]
    public void CostModel_TakesWhatMultipliesLess(int units, int inputs, int active, int samples, double fraction, bool index) =>
        Assert.Equal(index, LayerScan.PrefersIndex(units, inputs, (long)active * samples, samples, fraction));
}

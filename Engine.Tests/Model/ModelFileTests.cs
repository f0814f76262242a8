using System.Text;
using Engine.Kernels;
using Xunit;

namespace Engine.Tests.Model;

public sealed class ModelFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("engine-tests-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(OutputWiring.Grouped)]
    [InlineData(OutputWiring.Dense)]
    public void Load_RestoresEveryBit_FullAndCompact(OutputWiring wiring)
    {
        Dataset data = ToyData.Classes(60, 5, 3, seed: 4);
        using WideNetwork model = Trained(data, wiring);
        model.Save(Place("full"));
        model.Save(Place("compact"), compact: true);

        foreach (string file in new[] { "full", "compact" })
        {
            using WideNetwork loaded = WideNetwork.Load(Place(file));
            Assert.Equal(Bits(model.Core.Weights), Bits(loaded.Core.Weights));
            Assert.Equal(Bits(model.Core.Signs), Bits(loaded.Core.Signs));
            Assert.Equal(model.Scores(data), loaded.Scores(data));
            Assert.Equal(model.ClassNames, loaded.ClassNames);
            Assert.Equal(model.FeatureNames, loaded.FeatureNames);
            Assert.Equal(model.Training, loaded.Training);
            Assert.Equal((model.Seed, model.Shift, model.Wiring, model.Task), (loaded.Seed, loaded.Shift, loaded.Wiring, loaded.Task));
            loaded.Save(Place("again"), compact: file == "compact");
            Assert.Equal(File.ReadAllBytes(Place(file)), File.ReadAllBytes(Place("again")));
        }
    }

    [Fact]
    public void Load_RestoresARegression()
    {
        Dataset data = ToyData.Values(50, 3, seed: 2);
        using WideNetwork model = WideNetwork.Create(data, width: 512);
        Trainer.Fit(model, data, new TrainingOptions { StepLimit = 2 });
        model.Save(Place("values"));
        using WideNetwork loaded = WideNetwork.Load(Place("values"));
        Assert.Equal(model.Predict(data), loaded.Predict(data));
    }

    [Fact]
    public void Save_Compact_NeedsCoefficients()
    {
        using WideNetwork model = WideNetwork.Create(ToyData.Classes(20, 3, 2, 1), width: 64);
        Assert.Throws<InvalidOperationException>(() => model.Save(Place("no"), compact: true));
        Assert.False(File.Exists(Place("no")));
    }

    [Theory]
    [InlineData("engine.wide-network.1", "engine.wide-network.9", "metadata 'format'")]
    [InlineData("\"width\":\"301\"", "\"width\":\"302\"", "weights")]
    [InlineData("\"width\":\"301\"", "\"width\":\"-31\"", "metadata 'width'")]
    [InlineData("\"outputs\":\"3\"", "\"outputs\":\"4\"", "metadata 'outputs'")]
    [InlineData("\"dimension\":\"6\"", "\"dimension\":\"7\"", "metadata 'dimension'")]
    [InlineData("\"wiring\":\"Grouped\"", "\"wiring\":\"Gropued\"", "metadata 'wiring'")]
    [InlineData("\"seed\":\"1\"", "\"seed\":\"x\"", "metadata 'seed'")]
    [InlineData("\"task\":\"Classification\"", "\"task\":\"Regression\"    ", "metadata 'classes'")]
    [InlineData("\"target.scale\":\"1\"", "\"target.scale\":\"0\"", "metadata 'target.scale'")]
    [InlineData("sector 1", "sector 0", "metadata 'classes'")]
    [InlineData("\"shift\":", "\"shaft\":", "metadata 'shift'")]
    public void Load_NamesTheBrokenRule(string good, string bad, string place)
    {
        Assert.Equal(good.Length, bad.Length);
        using WideNetwork model = WideNetwork.Create(ToyData.Classes(20, 5, 3, 1), width: 301);
        model.Save(Place("bad"));
        byte[] bytes = File.ReadAllBytes(Place("bad"));
        int at = bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(good));
        Assert.True(at > 0, $"{good} is in the header");
        Encoding.UTF8.GetBytes(bad).CopyTo(bytes, at);
        File.WriteAllBytes(Place("bad"), bytes);

        var error = Assert.Throws<InputException>(() => WideNetwork.Load(Place("bad")));
        Assert.Contains(place, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_RefusesMissingFile() => Assert.Throws<InputException>(() => WideNetwork.Load(Place("nowhere")));

    // 600 fixed mutations: a model whose predictions are finite, or the one error type; never a crash, a hang, a wrong shape.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Load_OfMutatedFile_IsAModelOrAnInputError(bool compact)
    {
        Dataset data = ToyData.Classes(24, 3, 3, seed: 6);
        using WideNetwork model = Trained(data, OutputWiring.Grouped);
        model.Save(Place("good"), compact);
        byte[] good = File.ReadAllBytes(Place("good"));
        var random = new CounterRandom(12, 5);
        ulong index = 0;
        int Draw(int bound) => (int)(random.Bits(index++) % (uint)bound);
        for (int round = 0; round < 300; round++)
        {
            byte[] bytes = Mutate(good, Draw);
            File.WriteAllBytes(Place("mutated"), bytes);
            try
            {
                using WideNetwork loaded = WideNetwork.Load(Place("mutated"));
                if (loaded.InputDimension == 3) Assert.Equal(data.Count * loaded.Outputs, loaded.Scores(data).Length);
            }
            catch (InputException error)
            {
                Assert.Equal(Place("mutated"), error.File);
            }
        }
    }

    private static byte[] Mutate(byte[] good, Func<int, int> draw)
    {
        // The header is where the rules are: half of the hits go there.
        int at = draw(2) == 0 ? draw(Math.Min(1200, good.Length)) : draw(good.Length);
        byte[] bytes = [.. good];
        switch (draw(4))
        {
            case 0:
                bytes[at] ^= (byte)(1 << draw(8));
                return bytes;
            case 1:
                bytes[at] = (byte)"0123456789-,[]{}\":eN "[draw(20)];
                return bytes;
            case 2:
                return bytes[..at];
            default:
                return [.. bytes[..at], .. bytes[Math.Max(0, at - draw(16))..]];
        }
    }

    private static WideNetwork Trained(Dataset data, OutputWiring wiring)
    {
        WideNetwork model = WideNetwork.Create(data, new NetworkOptions { Width = 700, Seed = 9, Wiring = wiring });
        Trainer.Fit(model, data, new TrainingOptions { KeepCoefficients = true, StepLimit = 3 });
        return model;
    }

    private static byte[] Bits(NativeBuffer<float> buffer) =>
        System.Runtime.InteropServices.MemoryMarshal.AsBytes(buffer.Slice(0, (int)buffer.Length)).ToArray();

    private string Place(string name) => Path.Combine(_folder, name + ".safetensors");
}

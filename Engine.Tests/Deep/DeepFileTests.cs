using Engine.Tests.Files;
using Xunit;

namespace Engine.Tests.Deep;

public sealed class DeepFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(ShiftForm.Continuous, OutputWiring.Grouped, true)]
    [InlineData(ShiftForm.HardThreshold, OutputWiring.Dense, false)]
    public void File_BringsBackTheSameNetwork_AndTheSameBytes(ShiftForm form, OutputWiring wiring, bool normalise)
    {
        Dataset data = Model.ToyData.Classes(40, 6, 3, seed: 1);
        using DeepNetwork network = DeepNetwork.Create(data, new DeepOptions { Widths = [70, 50, 40], Form = form, Wiring = wiring, NormalizeHidden = normalise, Seed = 7 });
        DeepTrainer.Fit(network, data, new TrainingOptions { StepLimit = 2 });
        string first = _folder.File("a.safetensors"), second = _folder.File("b.safetensors");
        network.Save(first);
        using (Network loaded = Network.Load(first))
        {
            Assert.Equal(network.Scores(data), loaded.Scores(data));
            Assert.Equal(network.Training, loaded.Training);
            loaded.Save(second);
        }

        Assert.Equal(File.ReadAllBytes(first), File.ReadAllBytes(second));
        using SafetensorsReader file = SafetensorsReader.Open(first);
        Assert.Equal([40L, 50L], file.Require("layers.2.weight").Shape);
        Assert.Equal([3L, 40L], file.Require("layers.3.weight").Shape);
        var bias = new float[70];
        file.Read<float>("layers.0.bias", bias);
        Assert.All(bias, value => Assert.Equal(form == ShiftForm.Continuous ? -(float)network.Shifts[0] : 0, value));
    }

    [Fact]
    public void Load_ReadsEitherKind_AndSaysWhichOneItWanted()
    {
        Dataset data = Model.ToyData.Classes(40, 6, 3, seed: 1);
        string deep = _folder.File("deep.safetensors"), wide = _folder.File("wide.safetensors");
        using (DeepNetwork network = DeepNetwork.Create(data, new DeepOptions { Widths = [20, 20] })) network.Save(deep);
        using (WideNetwork network = WideNetwork.Create(data, width: 30)) network.Save(wide);
        using (Network network = Network.Load(wide)) Assert.IsType<WideNetwork>(network);
        using (Network network = Network.Load(deep)) Assert.IsType<DeepNetwork>(network);
        Assert.Contains("engine.wide-network.1", Assert.Throws<InputException>(() => WideNetwork.Load(deep)).Message);
        Assert.Contains("engine.deep-network.1", Assert.Throws<InputException>(() => DeepNetwork.Load(wide)).Message);
    }

    [Theory]
    [InlineData("shifts", "[1,1,1]", "gains")]
    [InlineData("shifts", "[]", "1 to 64")]
    [InlineData("gains", "[1]", "2 elements")]
    [InlineData("gains", "[1,-1]", "above 0")]
    [InlineData("shifts", "[9,9]", "must be -9")]
    [InlineData("readout.scale", "0.5", "must be +0.5 or -0.5")]
    [InlineData("readout.scale", "0", "readout.scale")]
    [InlineData("dimension", "5", "as the transform says")]
    [InlineData("form", "soft", "Continuous")]
    public void Load_NamesWhatIsWrong(string key, string value, string expected)
    {
        Dataset data = Model.ToyData.Classes(40, 6, 3, seed: 1);
        string path = _folder.File("a.safetensors");
        using (DeepNetwork network = DeepNetwork.Create(data, new DeepOptions { Widths = [20, 20] })) network.Save(path);
        var tensors = new List<TensorSource>();
        Dictionary<string, string> metadata;
        using (SafetensorsReader file = SafetensorsReader.Open(path))
        {
            metadata = file.Metadata.ToDictionary();
            foreach (TensorInfo tensor in file.Tensors)
            {
                if (tensor.Type == TensorType.F64)
                {
                    var numbers = new double[tensor.Count];
                    file.Read<double>(tensor.Name, numbers);
                    tensors.Add(TensorSource.From<double>(tensor.Name, numbers, [.. tensor.Shape]));
                    continue;
                }

                var values = new float[tensor.Count];
                file.Read<float>(tensor.Name, values);
                tensors.Add(TensorSource.From<float>(tensor.Name, values, [.. tensor.Shape]));
            }
        }

        metadata[key] = value;
        SafetensorsWriter.Write(path, tensors, metadata);
        InputException error = Assert.Throws<InputException>(() => Network.Load(path));
        Assert.Contains(expected, error.Message);
        Assert.Contains("a.safetensors", error.Message);
    }
}

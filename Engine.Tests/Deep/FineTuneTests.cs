using System.Text.Json;
using Engine.Kernels;
using Engine.Tests.Cli;
using Engine.Tests.Data;
using Engine.Tests.Files;
using Engine.Tests.Reference;
using Xunit;

namespace Engine.Tests.Deep;

public sealed class FineTuneTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>The dense trainer's gradient, by one step of plain integers: where Adam goes is the sign of the gradient.</summary>
    [Fact]
    public void DenseTrainer_GoesAgainstTheGradient_OfTrainedLayersAlone()
    {
        using DenseLayer first = new(2, 1), second = new(1, 2);
        first.Weights.Slice(0, 2)[0] = 1;
        first.Weights.Slice(0, 2)[1] = -1;
        second.Weights.Slice(0, 2).Fill(1);
        using var team = new WorkerTeam(1);
        // x = 1 and 2, y = 3: f = x; unit 1 is silent, so its weights and the readout's on it have no gradient.
        using (var trainer = new DenseTrainer([first, second], [true, false], batch: 2, rate: 0.5f, team))
            Assert.Equal(0.5 * (4 + 1), trainer.Train([1, 2], [3, 3], epochs: 1, seed: 1));
        Assert.Equal(1.5f, first.Weights.Slice(0, 2)[0], 1e-6f);
        Assert.Equal(-1, first.Weights.Slice(0, 2)[1]);
        Assert.Equal(0.5f, first.Bias[0], 1e-6f);
        Assert.Equal([1f, 1f], second.Weights.Slice(0, 2).ToArray());
    }

    [Fact]
    public void Load_IsTheCheckpoint_AndSparsifyLeavesTheShareAskedFor()
    {
        Dataset data = PretrainedNetwork.Digits();
        string path = _folder.File("mlp.safetensors");
        CheckpointNames names = CheckpointNames.Of("net.{N}.weight");
        Assert.InRange(PretrainedNetwork.Save(path, data, names), 0, 0.5);
        using FineTuner tuner = FineTuner.Load(path, data, new FineTuningOptions { Names = names, FireFraction = 0.1 });
        using Checkpoint loaded = Checkpoint.Load(path, names), again = Checkpoint.From(tuner.Model);
        for (int l = 0; l < 2; l++)
        {
            Assert.Equal(loaded.Layers[l].Weights.Slice(0, 192).ToArray(), again.Layers[l].Weights.Slice(0, 192).ToArray());
            Assert.Equal(loaded.Layers[l].Bias, again.Layers[l].Bias);
        }

        Assert.Equal(10, tuner.Model.Outputs);
        double seen = tuner.Model.Evaluate(data).Accuracy!.Value;
        Assert.InRange(seen, 0.3, 0.9);
        IReadOnlyList<FireStatistics> fired = tuner.Sparsify(data);
        // A quantile of all pairs, and ties apart it leaves exactly the share; the layer below is as it was.
        Assert.InRange(fired[1].Mean / fired[1].Units, 0.1 - 2.0 / data.Count, 0.1 + 1e-12);
        Assert.Equal(0, tuner.Model.Stack.Layers[0].Shift);
        using FineTuner both = FineTuner.Load(path, data, new FineTuningOptions { Names = names, FireFraction = 0.1, FireBelow = 0.2 });
        fired = both.Sparsify(data);
        Assert.InRange(fired[0].Mean / fired[0].Units, 0.2 - 2.0 / data.Count, 0.2 + 1e-12);
        Assert.InRange(fired[1].Mean / fired[1].Units, 0.1 - 2.0 / data.Count, 0.1 + 1e-12);
    }

    [Theory]
    [InlineData(ShiftForm.Continuous)]
    [InlineData(ShiftForm.HardThreshold)]
    public void Adapt_LearnsTheNewClasses_AndItsExportsSayTheSame(ShiftForm form)
    {
        (Dataset train, Dataset test) = PretrainedNetwork.Digits().Split(0.6, seed: 1);
        string path = _folder.File("mlp.safetensors"), folded = _folder.File("folded.safetensors"), deltaPath = _folder.File("delta.safetensors");
        PretrainedNetwork.Save(path, train, new CheckpointNames());
        using FineTuner tuner = FineTuner.Load(path, train, new FineTuningOptions { FireFraction = 0.2, Form = form });
        tuner.Sparsify(train);
        double before = tuner.Model.Evaluate(test).Accuracy!.Value;
        TrainingResult result = tuner.Adapt(train);
        double after = tuner.Model.Evaluate(test).Accuracy!.Value;
        Assert.True(result.Steps > 0);
        Assert.True(after > before + 0.1 && after > 0.9, $"{before} -> {after}");

        tuner.Model.Save(folded);
        using (Network loaded = Network.Load(folded)) Assert.Equal(tuner.Model.Scores(test), loaded.Scores(test));
        if (form == ShiftForm.Continuous)
        {
            // Any reader of plain ReLU layers: here our own reader of checkpoints, which looks at nothing but weights and biases.
            using FineTuner plain = FineTuner.Load(folded, train);
            Assert.Equal(tuner.Model.Scores(test), plain.Model.Scores(test));
        }

        LowRankDelta delta = tuner.Delta();
        using Checkpoint start = Checkpoint.Load(path, new CheckpointNames());
        double left = 0, all = 0, largest = 0;
        var row = new float[193];
        for (int r = 0; r < 192; r++)
        {
            tuner.Model.Stack.Layers[1].Weights.ReadRows(r, row);
            for (int j = 0; j <= 192; j++)
            {
                double change = row[j] - (j < 192 ? start.Layers[1].Weights.Slice(r * 192 + j, 1)[0] : start.Layers[1].Bias[r]), product = 0, size = 0;
                for (int c = 0; c < delta.Rank; c++)
                {
                    product += (double)delta.B[r * delta.Rank + c] * delta.A[c * 193 + j];
                    size += Math.Abs((double)delta.B[r * delta.Rank + c] * delta.A[c * 193 + j]);
                }

                left += (change - product) * (change - product);
                all += change * change;
                largest = Math.Max(largest, size);
            }
        }

        double rounding = 192 * largest * SingleRounding.Gamma(delta.Rank + 4) / Math.Sqrt(all);
        Assert.InRange(Math.Sqrt(left / all), 0, delta.RelativeError + rounding);
        Assert.InRange(delta.RelativeError, 0, 1e-3);
        Assert.Equal(4, tuner.Delta(rank: 4).Rank);
        tuner.SaveDelta(deltaPath, delta);
        using SafetensorsReader file = SafetensorsReader.Open(deltaPath);
        Assert.Equal([192L, (long)delta.Rank], file.Require("layers.1.lora_B").Shape);
        Assert.Equal([(long)delta.Rank, 192L], file.Require("layers.1.lora_A").Shape);
        Assert.Equal(form == ShiftForm.HardThreshold, file.Metadata.ContainsKey("threshold.1"));
    }

    [Fact]
    public async Task Command_SaysWhatEachStepCostsAndGains()
    {
        string path = _folder.File("mlp.safetensors"), output = _folder.File("tuned.safetensors");
        PretrainedNetwork.Save(path, PretrainedNetwork.Digits(), new CheckpointNames());
        string data = CliData.Digits(_folder);
        string[] command = ["finetune", path, data, "--fire", "0.2", "--steps", "3", "-o", output];
        CliRun run = await CliRun.Of([.. command, "--compare"]);
        Assert.Equal("", run.Error);
        Assert.Equal(0, run.ExitCode);
        Assert.All(new[] { "model", "data", "layer", "dense", "sparse", "ended", "test", "train", "compare", "written" }, name => Assert.Contains($"\n{name} ", "\n" + run.Out));
        CliRun evaluated = await CliRun.Of("evaluate", output, data);
        Assert.StartsWith("accuracy", evaluated.Out);
        run = await CliRun.Of([.. command, "--json", "-q", "--export", "delta", "--rank", "8", "--layer", "0"]);
        JsonElement report = JsonDocument.Parse(run.Out).RootElement;
        Assert.Equal(8, report.GetProperty("rank").GetInt32());
        Assert.Equal(0, report.GetProperty("layer").GetInt32());
        Assert.True(report.GetProperty("accuracy").GetDouble() > report.GetProperty("sparseAccuracy").GetDouble());
    }

    [Theory]
    [InlineData("--layer 2", "must be a hidden one: at most 1")]
    [InlineData("--names other.{N}.weight", "at least two layers")]
    [InlineData("--names weight", "must hold {N}")]
    [InlineData("--fire 0", "FireFraction must lie in (0, 1)")]
    [InlineData("--rank 0", "--rank must be at least 1")]
    public async Task Command_RefusesWhatDoesNotFit(string more, string expected)
    {
        string path = _folder.File("mlp.safetensors");
        using (var checkpoint = Checkpoint.Of([new DenseLayer(4, 64), new DenseLayer(4, 4), new DenseLayer(10, 4)])) checkpoint.Save(path, new CheckpointNames());
        CliRun run = await CliRun.Of(["finetune", path, SampleFiles.PathOf("digits.csv"), "-o", _folder.File("o.safetensors"), .. more.Split(' ')]);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(expected, run.Error);
    }

    [Fact]
    public void Load_NamesTheTensorThatDoesNotFollow()
    {
        Dataset data = PretrainedNetwork.Digits();
        string path = _folder.File("mlp.safetensors");
        using (var checkpoint = Checkpoint.Of([new DenseLayer(4, 64), new DenseLayer(4, 5), new DenseLayer(10, 4)])) checkpoint.Save(path, new CheckpointNames());
        Assert.Contains("layers.1.weight", Assert.Throws<InputException>(() => FineTuner.Load(path, data)).Message);
        using (var checkpoint = Checkpoint.Of([new DenseLayer(4, 63), new DenseLayer(10, 4)])) checkpoint.Save(path, new CheckpointNames());
        Assert.Contains("63 features", Assert.Throws<InputException>(() => FineTuner.Load(path, data)).Message);
        using (var checkpoint = Checkpoint.Of([new DenseLayer(4, 64), new DenseLayer(11, 4)])) checkpoint.Save(path, new CheckpointNames());
        Assert.Contains("at most as many outputs", Assert.Throws<InputException>(() => FineTuner.Load(path, data)).Message);
    }
}

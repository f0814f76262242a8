using Engine.Kernels;
using Engine.Tests.Data;

namespace Engine.Tests.Deep;

/// <summary>A plain network of three layers that has been trained, by our own dense trainer, on the first eight digits, and the digits.</summary>
internal static class PretrainedNetwork
{
    private const int Seen = 8, Width = 192;

    /// <summary>All ten digits.</summary>
    public static Dataset Digits() => Dataset.FromCsv(SampleFiles.PathOf("digits.csv"), "label");

    /// <summary>Trains and saves.</summary>
    /// <param name="path">The checkpoint.</param>
    /// <param name="data">Rows to see, of the first eight classes.</param>
    /// <param name="names">How layers are named.</param>
    /// <returns>1/2 |f - y|^2 over what was seen, at the end.</returns>
    public static double Save(string path, Dataset data, CheckpointNames names)
    {
        int[] kept = [.. Enumerable.Range(0, data.Count).Where(i => data.Labels[i] < Seen)];
        float[] rows = [.. kept.SelectMany(i => data.Row(i).ToArray().Select(x => x / 16))];
        double[] targets = [.. Enumerable.Range(0, Seen).SelectMany(k => kept.Select(i => data.Labels[i] == k ? 1.0 : -1))];
        int[] shape = [data.Dimension, Width, Width, Seen];
        using var checkpoint = Checkpoint.Of([.. Enumerable.Range(0, 3).Select(l => DenseLayer.Draw(shape[l + 1], shape[l], new CounterRandom(1, 50 + (uint)l)))]);
        using var team = new WorkerTeam(2);
        using var trainer = new DenseTrainer(checkpoint.Layers, [true, true, true], batch: 64, rate: 3e-3f, team);
        double loss = trainer.Train(rows, targets, epochs: 12, seed: 1);
        foreach (ref float weight in checkpoint.Layers[0].Weights.Slice(0, Width * data.Dimension)) weight /= 16;
        checkpoint.Save(path, names);
        return loss / kept.Length;
    }
}

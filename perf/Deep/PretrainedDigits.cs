using Engine.Kernels;

namespace Engine.Perf;

/// <summary>A plain network of three layers that has seen some of the digits, as a checkpoint of its own.</summary>
internal static class PretrainedDigits
{
    private const int Epochs = 40, Batch = 64;
    private const uint FirstStream = 50;

    // Pixels run from 0 to 16.
    private const float PixelRange = 16;

    /// <summary>Trains on all rows of given classes and saves.</summary>
    /// <param name="path">The checkpoint.</param>
    /// <param name="data">Digits with ten classes; only its first classes are seen.</param>
    /// <param name="classes">How many.</param>
    /// <param name="width">Units of both hidden layers.</param>
    /// <param name="seed">Of weights and order.</param>
    public static void Save(string path, Dataset data, int classes, int width, ulong seed)
    {
        int[] kept = [.. Enumerable.Range(0, data.Count).Where(i => data.Labels[i] < classes)];
        var rows = new float[kept.Length * data.Dimension];
        var targets = new double[classes * kept.Length];
        for (int i = 0; i < kept.Length; i++)
        {
            for (int j = 0; j < data.Dimension; j++) rows[i * data.Dimension + j] = data.Row(kept[i])[j] / PixelRange;
            for (int k = 0; k < classes; k++) targets[k * kept.Length + i] = data.Labels[kept[i]] == k ? 1 : -1;
        }

        int[] shape = [data.Dimension, width, width, classes];
        using var checkpoint = Checkpoint.Of([.. Enumerable.Range(0, 3).Select(l => DenseLayer.Draw(shape[l + 1], shape[l], new CounterRandom(seed, FirstStream + (uint)l)))]);
        using var team = new WorkerTeam();
        using (var trainer = new DenseTrainer(checkpoint.Layers, [true, true, true], Batch, rate: 1e-3f, team)) trainer.Train(rows, targets, Epochs, seed);
        DenseLayer first = checkpoint.Layers[0];
        foreach (ref float weight in first.Weights.Slice(0, first.Units * first.Inputs)) weight /= PixelRange;
        checkpoint.Save(path, new CheckpointNames());
    }
}

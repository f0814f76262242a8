using Engine.Kernels;

namespace Engine.Tests.Model;

/// <summary>Small data sets made from counter-based random numbers.</summary>
internal static class ToyData
{
    /// <summary>Gaussian features; the class is where the first two coordinates point, in <paramref name="classes"/> sectors.</summary>
    public static Dataset Classes(int samples, int dimension, int classes, ulong seed)
    {
        float[] features = Features(samples, dimension, seed);
        var labels = new string[samples];
        for (int i = 0; i < samples; i++)
        {
            double turn = Math.Atan2(features[i * dimension + 1], features[i * dimension]) / (2 * Math.PI) + 0.5;
            labels[i] = $"sector {Math.Min(classes - 1, (int)(turn * classes))}";
        }

        return Dataset.FromArrays(features, dimension, labels);
    }

    /// <summary>Gaussian features; the value is 100 + 3 x_0 - 2 x_1 + x_0 x_1.</summary>
    public static Dataset Values(int samples, int dimension, ulong seed)
    {
        float[] features = Features(samples, dimension, seed);
        var targets = new double[samples];
        for (int i = 0; i < samples; i++)
        {
            double x = features[i * dimension], y = features[i * dimension + 1];
            targets[i] = 100 + 3 * x - 2 * y + x * y;
        }

        return Dataset.FromArrays(features, dimension, targets);
    }

    private static float[] Features(int samples, int dimension, ulong seed)
    {
        var features = new float[samples * dimension];
        new CounterRandom(seed, 77).FillNormals(features, 0);
        return features;
    }
}

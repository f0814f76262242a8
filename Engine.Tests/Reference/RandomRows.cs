namespace Engine.Tests.Reference;

/// <summary>Random samples of unit norm, from a seed.</summary>
internal static class RandomRows
{
    /// <summary>Normal directions: rows (n, d) whose norm is 1 up to the rounding of their components.</summary>
    internal static float[] Unit(int samples, int dimension, int seed)
    {
        Random random = new(seed);
        float[] rows = new float[samples * dimension];
        double[] row = new double[dimension];
        for (int i = 0; i < samples; i++)
        {
            for (int k = 0; k < dimension; k++) row[k] = Normal(random);
            double norm = Dense.Norm(row);
            for (int k = 0; k < dimension; k++) rows[i * dimension + k] = (float)(row[k] / norm);
        }

        return rows;
    }

    /// <summary>Rows with four components ±½ (one of ±1 when d &lt; 4): norm and inner products are exact in fp32.</summary>
    internal static float[] Dyadic(int samples, int dimension, int seed)
    {
        Random random = new(seed);
        float[] rows = new float[samples * dimension];
        int count = dimension < 4 ? 1 : 4;
        int[] places = [.. Enumerable.Range(0, dimension)];
        for (int i = 0; i < samples; i++)
        {
            random.Shuffle(places);
            foreach (int k in places.AsSpan(0, count)) rows[i * dimension + k] = (random.Next(2) * 2 - 1) / MathF.Sqrt(count);
        }

        return rows;
    }

    internal static double Normal(Random random) =>
        Math.Sqrt(-2.0 * Math.Log(1.0 - random.NextDouble())) * Math.Cos(2.0 * Math.PI * random.NextDouble());
}

using Engine.Tests.Reference;

namespace Engine.Tests.Training;

/// <summary>What a training run leaves behind.</summary>
/// <param name="Result">The library's report.</param>
/// <param name="Weights">W, (m, d), as committed.</param>
/// <param name="Coefficients">C; null when the run was cancelled before it had any.</param>
internal sealed record TrainedRun(TrainingResult Result, float[] Weights, SparseCoefficients? Coefficients)
{
    /// <summary>W(0) + C X in double, from the coefficients as exact numbers.</summary>
    internal static double[] ExactWeights(double[] start, SparseCoefficients coefficients, double[] rows, int dimension)
    {
        double[] weights = [.. start];
        for (int r = 0; r + 1 < coefficients.Offsets.Length; r++)
        {
            for (long entry = coefficients.Offsets[r]; entry < coefficients.Offsets[r + 1]; entry++)
                Dense.AddScaled(coefficients.Values[entry], rows.AsSpan(coefficients.Ids[entry] * dimension, dimension), weights.AsSpan(r * dimension, dimension));
        }

        return weights;
    }
}

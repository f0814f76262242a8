using Engine.Kernels;

namespace Engine;

/// <summary>What fires in one hidden layer over the samples of a data set.</summary>
/// <param name="Mean">Mean number of units that fire on a sample.</param>
/// <param name="Fewest">Fewest on any sample; 0 is a dead input: nothing of it gets through.</param>
/// <param name="Most">Most on any sample.</param>
/// <param name="ShortestNorm">Smallest length of a row of activations.</param>
/// <param name="LongestNorm">Largest length.</param>
/// <param name="Units">m of the layer.</param>
public sealed record FireStatistics(double Mean, int Fewest, int Most, double ShortestNorm, double LongestNorm, int Units)
{
    internal static FireStatistics Of(ActiveRows rows, int units)
    {
        double total = 0, shortest = double.PositiveInfinity, longest = 0;
        int fewest = int.MaxValue, most = 0;
        for (int i = 0; i < rows.Count; i++)
        {
            int fired = rows.Ids(i).Length - (rows.Width > units ? 1 : 0);
            double square = 0;
            foreach (float value in rows.Values(i)[..fired]) square += (double)value * value;
            total += fired;
            (fewest, most) = (Math.Min(fewest, fired), Math.Max(most, fired));
            (shortest, longest) = (Math.Min(shortest, Math.Sqrt(square)), Math.Max(longest, Math.Sqrt(square)));
        }

        return new FireStatistics(total / rows.Count, fewest, most, shortest, longest, units);
    }
}

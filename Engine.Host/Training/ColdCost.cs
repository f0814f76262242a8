using Engine.Kernels;

namespace Engine;

/// <summary>The cost model of cold lists: cycles to choose one neuron's hot list again, from a whole row of scores or from its cold list.</summary>
internal static class ColdCost
{
    // In hot bands: the hot band is 0.7 of the expected movement for gradient descent, and nearly every neuron stays within 1.9 of it
    // (n = 512, d = 512, m = 2^18: bands of 1.9, 2.6 and 3.7 left 11.7, 4.0 and 0.0004 % of the neurons a row of scores in each early iteration).
    private const double Width = 4;

    // Fitted to early iterations of `perf -- run iteration` at m = 2^14 .. 2^18: of one multiply-add in a row and one selected score of it; of one cold
    // pair, and of its part of one coefficient, by the form of the products.
    private const double RowMultiplyAdd = 1 / 28.0, RowScore = 1.25;
    private const double DualPair = 7, DualTerm = 0.35, PrimalPair = 13, PrimalMultiplyAdd = 1.7;

    // A list is chosen again a few times; the cold one costs memory traffic and a longer preprocessing.
    private const double LeastGain = 0.7;

    /// <summary>Decides the cold band; 0 where cold lists do not pay.</summary>
    /// <param name="n">Samples.</param>
    /// <param name="d">Dimension.</param>
    /// <param name="shift">b.</param>
    /// <param name="band">Hot band.</param>
    /// <param name="listed">Expected candidate fraction.</param>
    /// <param name="form">How products with samples are computed.</param>
    public static double Choose(double n, double d, double shift, double band, double listed, UpdateForm form)
    {
        double pairs = n * NormalDistribution.UpperTail(shift - Width * band), coefficients = 0.7 * n * listed;
        double fromRow = n * d * RowMultiplyAdd + n * RowScore;
        double fromCold = form == UpdateForm.Dual
            ? pairs * (DualPair + DualTerm * coefficients)
            : pairs * PrimalPair + (pairs + coefficients) * Math.Ceiling(d / Lanes.Width) * PrimalMultiplyAdd;
        return fromCold < LeastGain * fromRow ? Width * band : 0;
    }
}

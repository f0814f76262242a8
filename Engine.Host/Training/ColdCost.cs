using Engine.Kernels;

namespace Engine;

/// <summary>The cost model of cold lists: cycles to choose one neuron's hot list again, from a row of scores or from its cold list.</summary>
internal static class ColdCost
{
    private const double Width = 4;

    /// <summary>Decides the cold band; 0 where cold lists do not pay.</summary>
    /// <param name="n">Samples.</param>
    /// <param name="d">Dimension.</param>
    /// <param name="shift">b.</param>
    /// <param name="band">Hot band.</param>
    /// <param name="listed">Expected candidate fraction.</param>
    public static double Choose(double n, double d, double shift, double band, double listed)
    {
        double cold = n * NormalDistribution.UpperTail(shift - Width * band);
        double fromRow = n * d / Lanes.Width + 2 * n, fromCold = cold * (4 + 0.4 * n * listed);
        return fromCold < fromRow / 2 ? Width * band : 0;
    }
}

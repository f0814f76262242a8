using System.Globalization;
using Engine.Kernels;

namespace Engine;

/// <summary>The cost model of the two update forms: cycles per neuron and step.</summary>
internal static class UpdateCost
{
    // Fitted to `perf -- run update-form` (n = 128 .. 2900, d = 64 and 512, m = 2^14 .. 2^20), fixed work of both forms apart: cycles of 16
    // kernel values and of one 16-lane multiply-add, by where the matrix they are read from lives; of one lane's sum.
    private const double CachedKernel = 24, FarKernel = 28, FarthestKernel = 160;
    private const double CachedMultiplyAdd = 1.7, FarMultiplyAdd = 2.3, LaneSum = 5;
    private const double CacheBytes = 1 << 20, FarCacheBytes = 1 << 24;

    /// <summary>Decides the form, unless the caller did.</summary>
    /// <param name="asked">What the options say.</param>
    /// <param name="n">Samples.</param>
    /// <param name="d">Dimension.</param>
    /// <param name="rho">Expected fire fraction.</param>
    /// <param name="listed">Expected candidate fraction.</param>
    public static (UpdateForm Form, string Reason) Choose(UpdateForm asked, double n, double d, double rho, double listed)
    {
        UpdateCycles cycles = Cycles(n, d, rho, listed);
        string figures = string.Create(CultureInfo.InvariantCulture, $"about {cycles.Primal:F0} cycles a neuron in primal form, {cycles.Dual:F0} in dual form");
        if (asked != UpdateForm.Auto) return (asked, $"asked for; {figures}");
        return cycles.Dual < cycles.Primal ? (UpdateForm.Dual, figures) : (UpdateForm.Primal, figures);
    }

    /// <summary>Cycles of one neuron and step.</summary>
    /// <param name="n">Samples.</param>
    /// <param name="d">Dimension.</param>
    /// <param name="rho">Expected fire fraction.</param>
    /// <param name="listed">Expected candidate fraction.</param>
    public static UpdateCycles Cycles(double n, double d, double rho, double listed)
    {
        double fires = n * rho, lanes = n * listed, groups = lanes / Lanes.Width + 0.6;
        double kernelBytes = n * n * sizeof(float), sampleBytes = n * d * sizeof(float);
        double kernel = kernelBytes <= CacheBytes ? CachedKernel : kernelBytes <= FarCacheBytes ? FarKernel : FarthestKernel;
        double multiplyAdd = sampleBytes <= CacheBytes ? CachedMultiplyAdd : FarMultiplyAdd;
        double dual = groups * fires * kernel;
        double primal = (fires + lanes) * Math.Ceiling(d / Lanes.Width) * multiplyAdd + lanes * LaneSum;
        return new UpdateCycles(primal, dual);
    }
}

using System.Globalization;
using Engine.Kernels;

namespace Engine;

/// <summary>The cost model of the two update forms: cycles per neuron and step.</summary>
internal static class UpdateCost
{
    // Cycles of one gather of 16 kernel values, by where the kernel matrix lives; of one 16-lane multiply-add; of one lane's sum.
    private const double CachedGather = 16, FarGather = 48, FarthestGather = 160;
    private const double MultiplyAdd = 1, LaneSum = 8;
    private const double CacheBytes = 1 << 20, FarCacheBytes = 1 << 24;

    /// <summary>Decides the form, unless the caller did.</summary>
    /// <param name="asked">What the options say.</param>
    /// <param name="n">Samples.</param>
    /// <param name="d">Dimension.</param>
    /// <param name="rho">Expected fire fraction.</param>
    /// <param name="listed">Expected candidate fraction.</param>
    public static (UpdateForm Form, string Reason) Choose(UpdateForm asked, double n, double d, double rho, double listed)
    {
        double fires = n * rho, lanes = n * listed, groups = lanes / Lanes.Width + 0.6;
        double kernelBytes = n * n * sizeof(float);
        double gather = kernelBytes <= CacheBytes ? CachedGather : kernelBytes <= FarCacheBytes ? FarGather : FarthestGather;
        double dual = groups * fires * gather;
        double primal = (fires + lanes) * Math.Ceiling(d / Lanes.Width) * MultiplyAdd + lanes * LaneSum;
        string figures = string.Create(CultureInfo.InvariantCulture, $"about {primal:F0} cycles a neuron in primal form, {dual:F0} in dual form");
        if (asked != UpdateForm.Auto) return (asked, $"asked for; {figures}");
        return dual < primal ? (UpdateForm.Dual, figures) : (UpdateForm.Primal, figures);
    }
}

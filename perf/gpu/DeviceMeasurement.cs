namespace Engine.Gpu;

/// <summary>One timed operation on a device.</summary>
/// <param name="Operation">What ran.</param>
/// <param name="Shape">On what sizes.</param>
/// <param name="Seconds">Median for one run.</param>
/// <param name="Rate">In <paramref name="Unit"/>.</param>
/// <param name="Unit">GB/s of the bytes an operation cannot avoid moving, or GFLOP/s.</param>
/// <param name="Ceiling">What the rate is compared with, measured in the same run on the same card.</param>
/// <param name="CeilingRate">Its rate, in the same unit.</param>
internal sealed record DeviceMeasurement(string Operation, string Shape, double Seconds, double Rate, string Unit, string Ceiling, double CeilingRate)
{
    /// <summary>Share of the ceiling, in percent.</summary>
    public double Percent => 100 * Rate / CeilingRate;
}

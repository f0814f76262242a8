using Engine.Kernels;

namespace Engine.Gpu;

/// <summary>Collects the rows of one device, prints each as it comes, and keeps the two ceilings the others are compared with.</summary>
internal sealed class BenchmarkSheet(ComputeDevice device, bool quick, string only = "")
{
    private readonly List<DeviceMeasurement> _rows = [];
    private readonly DeviceTimer _timer = new(device, quick);
    private double _copyRate;
    private double _productRate;

    public ComputeDevice Device { get; } = device;

    /// <summary>Small sizes, one repetition.</summary>
    public bool Quick { get; } = quick;

    public IReadOnlyList<DeviceMeasurement> Rows => _rows;

    /// <summary>Times work that moves bytes; the first such row is the ceiling of the others.</summary>
    public void Stream(string operation, string shape, double bytes, Action work)
    {
        if (!operation.Contains(only, StringComparison.Ordinal)) return;
        double seconds = _timer.Seconds(work), rate = bytes / seconds / 1e9;
        if (_copyRate == 0) _copyRate = rate;
        Add(new DeviceMeasurement(operation, shape, seconds, rate, "GB/s", "copy", _copyRate));
    }

    /// <summary>Times work that computes; the first such row is the ceiling of the others.</summary>
    public void Compute(string operation, string shape, double operations, Action work)
    {
        if (!operation.Contains(only, StringComparison.Ordinal)) return;
        double seconds = _timer.Seconds(work), rate = operations / seconds / 1e9;
        if (_productRate == 0) _productRate = rate;
        Add(new DeviceMeasurement(operation, shape, seconds, rate, "GFLOP/s", "the first product", _productRate));
    }

    private void Add(DeviceMeasurement row)
    {
        Console.WriteLine($"{row.Operation,-28}{row.Shape,-32}{row.Seconds * 1e3,10:F3} ms{row.Rate,10:F1} {row.Unit,-8}{row.Percent,6:F0} % of {row.Ceiling}");
        _rows.Add(row);
    }
}

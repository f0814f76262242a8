using Engine.Kernels;

namespace Engine.Gpu;

/// <summary>The micro-benchmarks: each operation's rate, against copying on the same card or against its dense product.</summary>
internal static class DeviceBenchmarks
{
    /// <summary>Runs them all and prints a line for each.</summary>
    public static IReadOnlyList<DeviceMeasurement> Run(ComputeDevice device, bool quick)
    {
        List<DeviceMeasurement> rows = [];
        DeviceTimer timer = new(device, quick);
        foreach (DeviceMeasurement row in Streaming(device, timer, quick))
        {
            Console.WriteLine($"{row.Operation,-28}{row.Shape,-28}{row.Seconds * 1e3,10:F3} ms{row.Rate,10:F1} {row.Unit,-8}{row.Percent,6:F0} % of {row.Ceiling}");
            rows.Add(row);
        }

        return rows;
    }

    private static IEnumerable<DeviceMeasurement> Streaming(ComputeDevice device, DeviceTimer timer, bool quick)
    {
        int n = quick ? 1 << 16 : 1 << 28;
        using DeviceArray<float> x = device.Upload<float>(new float[n]), y = device.Upload<float>(new float[n]);
        double copy = 0;
        DeviceMeasurement Row(string operation, double bytes, Action work)
        {
            double seconds = timer.Seconds(work), rate = bytes / seconds / 1e9;
            if (copy == 0) copy = rate;
            return new DeviceMeasurement(operation, $"n={n}", seconds, rate, "GB/s", "copy", copy);
        }

        yield return Row("copy (driver)", 8.0 * n, () => device.Copy<float>(x, y));
        yield return Row("axpby, beta = 0", 8.0 * n, () => device.Vectors.Axpby(1.5f, x, 0, y));
        yield return Row("axpby", 12.0 * n, () => device.Vectors.Axpby(0.5f, x, 0.5f, y));
        yield return Row("dot", 8.0 * n, () => device.Vectors.Dot(x, y));
        yield return Row("sum", 4.0 * n, () => device.Vectors.Sum(x));
    }
}

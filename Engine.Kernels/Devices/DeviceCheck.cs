using System.Diagnostics;
using System.Globalization;

namespace Engine.Kernels;

/// <summary>A quick look at whether a device works: a few operations on small inputs, compared with what they must give. The conformance suite is the thorough one.</summary>
public static class DeviceCheck
{
    private const int Length = 100_003, Order = 96;

    // gamma_k of fp32: Higham, Accuracy and Stability, section 3.1.
    private const double UnitRoundoff = 1.0 / (1 << 24);

    /// <summary>Runs every check; none throws.</summary>
    /// <param name="device">Any device.</param>
    public static IReadOnlyList<DeviceCheckResult> Run(ComputeDevice device)
    {
        ArgumentNullException.ThrowIfNull(device);
        float[] x = Normals(1), y = Normals(2);
        return
        [
            Check("memory", () => Copies(device, x)),
            Check("random numbers", () => RandomNumbers(device, x)),
            Check("inner product", () => InnerProduct(device, x, y)),
            Check("dense product", () => Product(device, x, y)),
            Check("Cholesky", () => Factor(device)),
        ];
    }

    private static DeviceCheckResult Check(string name, Func<(bool Passed, string Detail)> check)
    {
        long start = Stopwatch.GetTimestamp();
        bool passed;
        string detail;
        try
        {
            (passed, detail) = check();
        }
        catch (Exception failure)
        {
            (passed, detail) = (false, failure.Message);
        }

        return new DeviceCheckResult(name, passed, detail, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
    }

    private static float[] Normals(uint stream)
    {
        var elements = new float[Length];
        new CounterRandom(seed: 1, stream).FillNormals(elements, 0);
        return elements;
    }

    private static (bool Passed, string Detail) Copies(ComputeDevice device, float[] x)
    {
        using DeviceArray<float> source = device.Upload<float>(x), target = device.Allocate<float>(Length);
        device.Copy<float>(source, target);
        var back = new float[Length];
        target.CopyTo(back);
        return (back.AsSpan().SequenceEqual(x), $"{Length} elements there and back");
    }

    private static (bool Passed, string Detail) RandomNumbers(ComputeDevice device, float[] x)
    {
        using DeviceArray<float> target = device.Allocate<float>(Length);
        device.Random.FillNormals(target, new CounterRandom(seed: 1, stream: 1), 0);
        var drawn = new float[Length];
        target.CopyTo(drawn);
        return (drawn.AsSpan().SequenceEqual(x), "the same bits as the host");
    }

    private static (bool Passed, string Detail) InnerProduct(ComputeDevice device, float[] x, float[] y)
    {
        using HostDevice host = new(threads: 1);
        double expected = Dot(host, x, y), actual = Dot(device, x, y);
        return (actual == expected, string.Create(CultureInfo.InvariantCulture, $"{actual:R}, on the host {expected:R}"));
    }

    private static double Dot(ComputeDevice device, float[] x, float[] y)
    {
        using DeviceArray<float> left = device.Upload<float>(x), right = device.Upload<float>(y);
        return device.Vectors.Dot(left, right);
    }

    private static (bool Passed, string Detail) Product(ComputeDevice device, float[] x, float[] y)
    {
        const int Rows = 131, Columns = 67, Depth = 259;
        using DeviceArray<float> left = device.Upload<float>(x), right = device.Upload<float>(y), product = device.Allocate<float>(Rows * Columns);
        device.Dense.Multiply(1, new MatrixView(left, Rows, Depth), new MatrixView(right, Depth, Columns), 0, new MatrixView(product, Rows, Columns));
        var result = new float[Rows * Columns];
        product.CopyTo(result);
        double worst = 0;
        for (int e = 0; e < result.Length; e++)
        {
            double sum = 0, size = 0;
            for (int k = 0; k < Depth; k++)
            {
                double term = (double)x[e / Columns * Depth + k] * y[k * Columns + e % Columns];
                sum += term;
                size += Math.Abs(term);
            }

            // Written so that NaN is the worst of all.
            double share = Math.Abs(result[e] - sum) / ((Depth + 4) * UnitRoundoff * size);
            if (!(share <= worst)) worst = share;
        }

        return (worst <= 1, string.Create(CultureInfo.InvariantCulture, $"largest error {worst:P1} of its bound"));
    }

    private static (bool Passed, string Detail) Factor(ComputeDevice device)
    {
        // min(i, j) + 1 has the factor of ones.
        var matrix = new double[Order * Order];
        for (int i = 0; i < Order; i++)
        {
            for (int j = 0; j < Order; j++) matrix[i * Order + j] = Math.Min(i, j) + 1;
        }

        using DeviceArray<double> array = device.Upload<double>(matrix);
        FactorResult result = device.Factor.Cholesky(new TriangleView(array, Order));
        array.CopyTo(matrix);
        bool exact = true;
        for (int i = 0; i < Order; i++) exact &= matrix.AsSpan(i * Order, i + 1).IndexOfAnyExcept(1.0) < 0;
        return (result.Status == FactorStatus.Success && exact, $"order {Order}, exact factor");
    }
}

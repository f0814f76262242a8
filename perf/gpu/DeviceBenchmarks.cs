using Engine.Kernels;

namespace Engine.Gpu;

/// <summary>The micro-benchmarks: each operation's rate, against copying or against a dense product on the same card in the same run.</summary>
internal static class DeviceBenchmarks
{
    private const uint Stream = 97;

    /// <summary>Runs them all and prints a line for each.</summary>
    public static void Run(BenchmarkSheet sheet)
    {
        Vectors(sheet);
        Transforms(sheet);
        Products(sheet);
        Sketches(sheet);
        Factor(sheet);
        SparseBenchmarks.Run(sheet);
    }

    /// <summary>Standard normals on the device.</summary>
    public static DeviceArray<float> Normals(ComputeDevice device, long length, ulong seed)
    {
        DeviceArray<float> array = device.Allocate<float>(length);
        device.Random.FillNormals(array, new CounterRandom(seed, Stream), 0);
        return array;
    }

    private static void Vectors(BenchmarkSheet sheet)
    {
        int n = sheet.Quick ? 1 << 16 : 1 << 28;
        string shape = $"n={n}";
        ComputeDevice device = sheet.Device;
        using DeviceArray<float> x = Normals(device, n, 1), y = Normals(device, n, 2);
        sheet.Stream("copy (driver)", shape, 8.0 * n, () => device.Copy<float>(x, y));
        sheet.Stream("axpby, beta = 0", shape, 8.0 * n, () => device.Vectors.Axpby(1.5f, x, 0, y));
        sheet.Stream("axpby", shape, 12.0 * n, () => device.Vectors.Axpby(0.5f, x, 0.5f, y));
        sheet.Stream("dot", shape, 8.0 * n, () => device.Vectors.Dot(x, y));
        sheet.Stream("sum", shape, 4.0 * n, () => device.Vectors.Sum(x));
        sheet.Stream("max-abs", shape, 4.0 * n, () => device.Vectors.MaxAbs(x));
        sheet.Stream("fill normals", shape, 4.0 * n, () => device.Random.FillNormals(x, new CounterRandom(1, Stream), 0));
        sheet.Stream("fill signs", shape, 4.0 * n, () => device.Random.FillSigns(x, new CounterRandom(1, Stream), 0));
    }

    private static void Transforms(BenchmarkSheet sheet)
    {
        int total = sheet.Quick ? 14 : 26;
        using DeviceArray<float> x = Normals(sheet.Device, 1 << total, 3);
        foreach (int log in sheet.Quick ? (int[])[10] : [10, 16, 20])
        {
            MatrixView rows = new(x, 1 << (total - log), 1 << log);
            sheet.Stream("walsh-hadamard", $"{rows.Rows} x 2^{log}", 8.0 * (1 << total), () => sheet.Device.Transforms.WalshHadamard(rows, 1.0f / (1 << log)));
        }
    }

    private static void Products(BenchmarkSheet sheet)
    {
        int n = sheet.Quick ? 128 : 4096;
        using DeviceArray<float> a = Normals(sheet.Device, (long)n * n, 4), b = Normals(sheet.Device, (long)n * n, 5), c = sheet.Device.Allocate<float>((long)n * n);
        MatrixView left = new(a, n, n), right = new(b, n, n), product = new(c, n, n);
        double operations = 2.0 * n * n * n;
        if (sheet.Device is AcceleratorDevice { VendorProducts: { } vendor } device)
        {
            sheet.Compute($"product ({vendor.Name})", $"{n}^3", operations, () => device.Dense.Multiply(1, left, right, 0, product));
            sheet.Compute($"symmetric ({vendor.Name})", $"{n}^3", operations / 2, () => device.Dense.MultiplySymmetric(1, left, 0, product));
            device.VendorProducts = null;
            sheet.Compute("product (own kernel)", $"{n}^3", operations, () => device.Dense.Multiply(1, left, right, 0, product));
            sheet.Compute("symmetric (own kernel)", $"{n}^3", operations / 2, () => device.Dense.MultiplySymmetric(1, left, 0, product));
            device.VendorProducts = vendor;
            return;
        }

        sheet.Compute("product", $"{n}^3", operations, () => sheet.Device.Dense.Multiply(1, left, right, 0, product));
        sheet.Compute("symmetric", $"{n}^3", operations / 2, () => sheet.Device.Dense.MultiplySymmetric(1, left, 0, product));
    }

    private static void Sketches(BenchmarkSheet sheet)
    {
        int rows = sheet.Quick ? 8 : 512, columns = sheet.Quick ? 1024 : 1 << 17, s = sheet.Quick ? 64 : 2048;
        using DeviceArray<float> x = Normals(sheet.Device, (long)rows * columns, 6), y = sheet.Device.Allocate<float>((long)rows * s);
        MatrixView vectors = new(x, rows, columns), result = new(y, rows, s);
        (string Name, SketchDistribution Distribution)[] kinds =
        [
            ("CountSketch", SketchDistribution.Count(s, columns)),
            ("OSNAP, q = 4", SketchDistribution.BlockedSparseSign(s, columns, 4)),
            ("SRHT", SketchDistribution.SubsampledHadamard(s, columns)),
        ];
        foreach ((string name, SketchDistribution distribution) in kinds)
        {
            using DeviceSketch sketch = sheet.Device.Sketches.Sample(distribution, new RngState(1)).Operator;
            sheet.Stream(name, $"{rows} x {columns} -> {s}", 4.0 * rows * (columns + s), () => sketch.Apply(vectors, result));
        }
    }

    private static void Factor(BenchmarkSheet sheet)
    {
        int n = sheet.Quick ? 96 : 4096;
        using DeviceArray<double> start = sheet.Device.Upload<double>(Definite(n)), matrix = sheet.Device.Allocate<double>((long)n * n);
        TriangleView triangle = new(matrix, n);
        sheet.Compute("Cholesky (fp64)", $"n={n}", (double)n * n * n / 3, () =>
        {
            sheet.Device.Copy<double>(start, matrix);
            sheet.Device.Factor.Cholesky(triangle);
        });
    }

    private static double[] Definite(int n)
    {
        var matrix = new double[(long)n * n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j <= i; j++) matrix[(long)i * n + j] = i == j ? 2 : 1.0 / (1 + i - j) / n;
        }

        return matrix;
    }
}

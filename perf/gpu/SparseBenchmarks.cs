using Engine.Kernels;

namespace Engine.Gpu;

/// <summary>The operations on fired pairs, on the fire sets of random neurons at about one percent.</summary>
internal static class SparseBenchmarks
{
    private const float Shift = 2.33f;

    public static void Run(BenchmarkSheet sheet)
    {
        foreach (int d in sheet.Quick ? (int[])[16] : [64, 512]) Run(sheet, sheet.Quick ? 1 << 8 : 1 << 20, sheet.Quick ? 32 : 512, d);
    }

    private static void Run(BenchmarkSheet sheet, int m, int n, int d)
    {
        ComputeDevice device = sheet.Device;
        string shape = $"m={m} n={n} d={d}";
        long capacity = (long)m * n / 32;
        using DeviceArray<float> w = DeviceBenchmarks.Normals(device, (long)m * d, 7), x = device.Upload<float>(UnitRows(n, d)), k = device.Allocate<float>((long)n * n);
        using DeviceArray<long> offsets = device.Allocate<long>(m + 1);
        using DeviceArray<int> ids = device.Allocate<int>(capacity);
        using DeviceArray<float> values = device.Allocate<float>(capacity);
        MatrixView weights = new(w, m, d), samples = new(x, n, d), kernel = new(k, n, n);
        CsrView room = new(m, n, offsets, ids, values);
        long hits = device.Dense.SelectAbove(weights, samples, Shift, room);
        CsrView fired = new(m, n, offsets, new VectorView<int>(ids, 0, hits), new VectorView<float>(values, 0, hits));
        device.Dense.Multiply(1, samples, samples.Transposed, 0, kernel);
        sheet.Compute("select above", shape, 2.0 * m * n * d, () => device.Dense.SelectAbove(weights, samples, Shift, room));
        sheet.Compute("sampled product", shape, 2.0 * hits * d, () => device.Sparse.SampledProduct(1, weights, samples, fired));
        sheet.Stream("sparse times dense", shape, hits * (8.0 + 4 * d) + 4.0 * m * d, () => device.Sparse.Multiply(1, fired, samples, 0, weights));
        using DeviceArray<float> column = device.Allocate<float>(n), row = device.Allocate<float>(m);
        device.Random.FillNormals(column, new CounterRandom(8, 0), 0);
        sheet.Stream("sparse times vector", shape, hits * 8.0 + 12.0 * m, () => device.Sparse.Multiply(1, fired, column, 0, row));
        using DeviceArray<double> gram = device.Allocate<double>((long)n * n);
        sheet.Stream("co-firing Gram", shape, hits * 4.0 + 16.0 * n * n, () => device.Sparse.CofiringGram(fired, kernel, 1.0 / m, new TriangleView(gram, n)));
        // A step small enough that repeating it leaves the scores finite.
        using DeviceArray<float> coefficients = device.Allocate<float>(hits);
        device.Random.FillSigns(coefficients, new CounterRandom(9, 0), 0);
        device.Vectors.Axpby(1e-6f, coefficients, 0, coefficients);
        CsrView step = new(m, n, offsets, fired.Ids, coefficients);
        sheet.Stream("candidate update", shape, hits * 24.0, () => device.Sparse.UpdateCandidates(fired, step, kernel, Shift));
    }

    private static float[] UnitRows(int n, int d)
    {
        var rows = new float[n * d];
        new CounterRandom(9, 0).FillNormals(rows, 0);
        for (int i = 0; i < n; i++)
        {
            Span<float> row = rows.AsSpan(i * d, d);
            float sum = 0;
            foreach (float element in row) sum += element * element;
            float scale = 1 / MathF.Sqrt(sum);
            foreach (ref float element in row) element *= scale;
        }

        return rows;
    }
}

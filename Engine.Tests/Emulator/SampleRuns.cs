using ILGPU;
using ILGPU.Runtime;

namespace Engine.Tests.Emulator;

/// <summary>Runs of the sample kernels on small whole numbers, so that every result is exact. Compiles against ILGPU 1.5.3 as it stands.</summary>
internal static class SampleRuns
{
    /// <summary>Runs that work on any device with groups of 16 threads.</summary>
    public static IReadOnlyDictionary<string, Func<Accelerator, double[]>> All { get; } = new Dictionary<string, Func<Accelerator, double[]>>
    {
        ["add"] = accelerator => Add(accelerator, 37),
        ["product 5x3x40"] = accelerator => Product(accelerator, 5, 3, 40),
        ["product 16x17x16"] = accelerator => Product(accelerator, 16, 17, 16),
        ["warp sum"] = WarpSum,
        ["histogram"] = Histogram,
        ["dynamic"] = Dynamic,
        ["prefixes"] = accelerator => Prefixes(accelerator, 0),
        ["prefixes with a hole"] = accelerator => Prefixes(accelerator, 2),
        ["affine"] = Affine,
        ["fold sum"] = Fold<SumFold>,
        ["fold maximum"] = Fold<MaximumFold>,
        ["dot"] = Dot,
        ["votes"] = Votes,
        ["oddities"] = Oddities,
        ["numbers"] = Numbers,
    };

    public static double[] Product(Accelerator accelerator, int m, int n, int k)
    {
        using var a = accelerator.Allocate1D(Whole(m * k, 7));
        using var b = accelerator.Allocate1D(Whole(k * n, 5));
        using var c = accelerator.Allocate1D<float>(m * n);
        var product = accelerator.LoadStreamKernel<ArrayView<float>, ArrayView<float>, ArrayView<float>, int, int, int>(SampleKernels.TiledProduct);
        product(new KernelConfig(new Index2D((n + 15) / 16, (m + 15) / 16), new Index2D(16, 16)), a.View, b.View, c.View, m, n, k);
        accelerator.Synchronize();
        return Doubles(c.GetAsArray1D());
    }

    public static double[] Add(Accelerator accelerator, int n)
    {
        using var a = accelerator.Allocate1D(Whole(n, 7));
        using var b = accelerator.Allocate1D(Whole(n, 5));
        using var sum = accelerator.Allocate1D<float>(n);
        var add = accelerator.LoadKernel<ArrayView1D<float, Stride1D.Dense>, ArrayView1D<float, Stride1D.Dense>, ArrayView1D<float, Stride1D.Dense>>(SampleKernels.Add);
        using AcceleratorStream stream = accelerator.CreateStream();
        add(stream, ((n + 15) / 16, 16), a.View, b.View, sum.View);
        stream.Synchronize();
        float[] result = new float[n];
        sum.View.BaseView.CopyToCPU(stream, result);
        return Doubles(result);
    }

    public static float[] Whole(int count, int range) => [.. Enumerable.Range(0, count).Select(i => (float)((i * 11 % range) - (range / 2)))];

    public static double[] Shuffles(Accelerator accelerator, int threads)
    {
        using var results = accelerator.Allocate1D<int>(6 * threads);
        accelerator.LoadStreamKernel<ArrayView<int>>(SampleKernels.Shuffles)(new KernelConfig(1, threads), results.View);
        return Doubles(results.GetAsArray1D());
    }

    private static double[] WarpSum(Accelerator accelerator)
    {
        using var values = accelerator.Allocate1D(Whole(301, 9));
        using var sum = accelerator.Allocate1D<float>(1);
        sum.MemSetToZero();
        int threads = Math.Max(16, accelerator.WarpSize);
        accelerator.LoadStreamKernel<ArrayView<float>, ArrayView<float>>(SampleKernels.WarpSum)(((301 + threads - 1) / threads, threads), values.View, sum.View);
        return Doubles(sum.GetAsArray1D());
    }

    private static double[] Histogram(Accelerator accelerator)
    {
        using var values = accelerator.Allocate1D<int>(500);
        int[] data = [.. Enumerable.Range(0, 500).Select(i => i * i % 32)];
        values.View.CopyFromCPU(ref data[0], data.Length);
        using var counts = accelerator.Allocate1D<int>(32);
        counts.MemSetToZero(accelerator.DefaultStream);
        int threads = Math.Min(64, accelerator.MaxNumThreadsPerGroup);
        if (threads < 32) return [];
        accelerator.LoadStreamKernel<ArrayView<int>, ArrayView<int>>(SampleKernels.Histogram)((2, threads), values.View, counts.View);
        return Doubles(counts.GetAsArray1D());
    }

    private static double[] Dynamic(Accelerator accelerator)
    {
        using var values = accelerator.Allocate1D(Whole(32, 29));
        var reverse = accelerator.LoadStreamKernel<ArrayView<float>>(SampleKernels.DynamicReverse);
        reverse((2, 16, SharedMemoryConfig.RequestDynamic<float>(16)), values.View);
        return Doubles(values.GetAsArray1D());
    }

    private static double[] Prefixes(Accelerator accelerator, int skipped)
    {
        using var values = accelerator.Allocate1D<int>(48);
        values.View.BaseView.CopyFromCPU(Enumerable.Range(1, 48).ToArray());
        accelerator.LoadStreamKernel<ArrayView<int>, int>(SampleKernels.Prefixes)((3, 16), values.View, skipped);
        return Doubles(values.GetAsArray1D());
    }

    private static double[] Affine(Accelerator accelerator)
    {
        using var values = accelerator.Allocate1D(Whole(50, 7));
        accelerator.LoadStreamKernel<AffineArguments>(SampleKernels.Affine)((2, 16), new AffineArguments(values.View, 3, 1));
        return Doubles(values.GetAsArray1D());
    }

    private static double[] Fold<TFold>(Accelerator accelerator)
        where TFold : struct, IFold
    {
        using var values = accelerator.Allocate1D(Whole(60, 41));
        using var results = accelerator.Allocate1D<float>(4);
        accelerator.LoadStreamKernel<ArrayView<float>, ArrayView<float>>(SampleKernels.Fold<TFold>)((4, 16), values.View, results.View);
        return Doubles(results.GetAsArray1D());
    }

    private static double[] Dot(Accelerator accelerator)
    {
        double[] data = [.. Enumerable.Range(0, 100).Select(i => (double)i)];
        using var a = accelerator.Allocate1D(data);
        using var product = accelerator.Allocate1D<double>(1);
        accelerator.LoadStreamKernel<ArrayView<double>, ArrayView<double>, ArrayView<double>>(SampleKernels.Dot)((1, 16), a.View, a.View, product.View);
        return product.GetAsArray1D();
    }

    private static double[] Votes(Accelerator accelerator)
    {
        using var results = accelerator.Allocate1D<int>(32);
        accelerator.LoadStreamKernel<ArrayView<int>>(SampleKernels.GroupVotes)((2, 16), results.View);
        return Doubles(results.GetAsArray1D());
    }

    private static double[] Oddities(Accelerator accelerator)
    {
        using var values = accelerator.Allocate1D<int>(32);
        accelerator.LoadStreamKernel<ArrayView<int>, int>(SampleKernels.Oddities)((1, 16), values.View, 3);
        return Doubles(values.GetAsArray1D());
    }

    private static double[] Numbers(Accelerator accelerator)
    {
        using var floats = accelerator.Allocate1D([0f, 3, 5]);
        using var longs = accelerator.Allocate1D([0L, 3, 5]);
        accelerator.LoadStreamKernel<ArrayView<float>>(AcceptedKernels.IsGenericOverNumbers)((1, 1), floats.View);
        accelerator.LoadStreamKernel<ArrayView<long>>(AcceptedKernels.IsGenericOverNumbers)((1, 1), longs.View);
        return [.. Doubles(floats.GetAsArray1D()), .. longs.GetAsArray1D()];
    }

    private static double[] Doubles(float[] values) => [.. values.Select(value => (double)value)];

    private static double[] Doubles(int[] values) => [.. values.Select(value => (double)value)];
}

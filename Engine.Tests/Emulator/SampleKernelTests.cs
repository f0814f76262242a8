using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using Xunit;

namespace Engine.Tests.Emulator;

/// <summary>Kernels that are right give right results, for any geometry and lane order.</summary>
public sealed class SampleKernelTests : IDisposable
{
    private readonly Context _context = Context.Create(builder => builder.Default().Optimize(OptimizationLevel.O2));
    private readonly Accelerator _accelerator;

    public SampleKernelTests() => _accelerator = _context.Devices[0].CreateAccelerator(_context);

    public void Dispose()
    {
        _accelerator.Dispose();
        _context.Dispose();
    }

    [Fact]
    public void Add_Adds()
    {
        using var a = _accelerator.Allocate1D(new float[] { 1, 2, 3 });
        using var b = _accelerator.Allocate1D(new float[] { 10, 20, 30 });
        using var sum = _accelerator.Allocate1D<float>(3);
        var add = _accelerator.LoadStreamKernel<ArrayView1D<float, Stride1D.Dense>, ArrayView1D<float, Stride1D.Dense>, ArrayView1D<float, Stride1D.Dense>>(SampleKernels.Add);
        add(new KernelConfig(1, 128), a.View, b.View, sum.View);
        Assert.Equal([11f, 22f, 33f], sum.GetAsArray1D());
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(17, 3, 40)]
    [InlineData(16, 32, 5)]
    [InlineData(512, 512, 512)]
    public void TiledProduct_IsTheProduct(int m, int n, int k)
    {
        float[] a = [.. Enumerable.Range(0, m * k).Select(i => (float)(i % 7) - 3)], b = [.. Enumerable.Range(0, k * n).Select(i => (float)(i % 5) - 2)];
        using var da = _accelerator.Allocate1D(a);
        using var db = _accelerator.Allocate1D(b);
        using var dc = _accelerator.Allocate1D<float>(m * n);
        var product = _accelerator.LoadStreamKernel<ArrayView<float>, ArrayView<float>, ArrayView<float>, int, int, int>(SampleKernels.TiledProduct);
        var watch = System.Diagnostics.Stopwatch.StartNew();
        product(new KernelConfig(new Index2D((n + 15) / 16, (m + 15) / 16), new Index2D(16, 16)), da.View, db.View, dc.View, m, n, k);
        Console.WriteLine($"{m} {n} {k}: {watch.Elapsed.TotalMilliseconds}");
        float[] c = dc.GetAsArray1D();
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < n; j++)
            {
                float sum = 0;
                for (int l = 0; l < k; l++) sum += a[(i * k) + l] * b[(l * n) + j];
                Assert.Equal(sum, c[(i * n) + j]);
            }
        }
    }
}

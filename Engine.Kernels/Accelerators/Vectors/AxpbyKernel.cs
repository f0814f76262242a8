using ILGPU;
using ILGPU.Runtime;

namespace Engine.Kernels;

/// <summary>y = alpha x + beta y, one thread an element.</summary>
internal sealed class AxpbyKernel(AcceleratorDevice device)
{
    private Action<KernelConfig, float, ArrayView<float>, float, ArrayView<float>>? _kernel;

    public void Run(float alpha, VectorView<float> x, float beta, VectorView<float> y)
    {
        _kernel ??= device.Accelerator.LoadStreamKernel<float, ArrayView<float>, float, ArrayView<float>>(Kernel);
        _kernel(GroupSize.Covering(y.Length), alpha, device.View(x), beta, device.View(y));
    }

    [Kernel]
    private static void Kernel(float alpha, ArrayView<float> x, float beta, ArrayView<float> y)
    {
        long i = (long)Grid.IdxX * Group.DimX + Group.IdxX;
        if (i >= y.Length) return;
        float sum = 0;
        if (beta != 0) sum = beta * y[i];
        if (alpha != 0) sum += alpha * x[i];
        y[i] = sum;
    }
}

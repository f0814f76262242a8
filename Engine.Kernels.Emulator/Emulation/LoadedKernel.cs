using System.Collections.Concurrent;
using System.Reflection;
using ILGPU;
using ILGPU.Runtime;

namespace Engine.Kernels.Emulation;

/// <summary>A kernel on an accelerator. Its code is shared by all accelerators.</summary>
internal sealed class LoadedKernel
{
    private static readonly ConcurrentDictionary<MethodInfo, CompiledKernel> s_compiled = new();

    private readonly Accelerator _accelerator;
    private readonly CompiledKernel _kernel;
    private readonly KernelSpecialization _specialization;

    private LoadedKernel(Accelerator accelerator, CompiledKernel kernel, KernelSpecialization specialization)
    {
        _accelerator = accelerator;
        _kernel = kernel;
        _specialization = specialization;
    }

    /// <exception cref="NotSupportedException">The kernel uses something ILGPU or the emulator cannot do.</exception>
    public static LoadedKernel Load(Accelerator accelerator, Delegate kernel, KernelSpecialization specialization)
    {
        ArgumentNullException.ThrowIfNull(accelerator);
        ArgumentNullException.ThrowIfNull(kernel);
        if (!specialization.IsCompatibleWith(accelerator)) throw new NotSupportedException($"{accelerator.Name} has no groups of {specialization.MaxNumThreadsPerGroup} threads.");
        return new LoadedKernel(accelerator, s_compiled.GetOrAdd(kernel.Method, KernelCompiler.Compile), specialization);
    }

    public KernelArguments NewArguments() => new(_accelerator);

    /// <exception cref="ArgumentOutOfRangeException">The shape exceeds the device.</exception>
    /// <exception cref="KernelFaultException">Something went wrong in the kernel.</exception>
    public void Launch(AcceleratorStream stream, KernelConfig shape, KernelArguments arguments)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ObjectDisposedException.ThrowIf(_accelerator.IsDisposed, _accelerator);
        if (stream.Accelerator != _accelerator) throw new ArgumentException($"The stream is of {stream.Accelerator.Name}, the kernel of another accelerator, {_accelerator.Name}.");
        LaunchLimits.Check(_kernel, _accelerator.Device, shape, _specialization);
        new KernelRun(_kernel, _accelerator, shape).Execute(arguments);
    }
}

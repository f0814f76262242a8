using ILGPU;
using ILGPU.Runtime;

namespace Engine.Kernels.Emulation;

/// <summary>One launch: hands the groups to workers.</summary>
internal sealed unsafe class KernelRun(CompiledKernel kernel, Accelerator accelerator, KernelConfig shape)
{
    private readonly EmulatorSettings _settings = EmulatorSettings.For(accelerator);
    private readonly long _groups = shape.GridDim.LongSize;
    private readonly Lock _lock = new();
    private long _started;
    private long _failedGroup = long.MaxValue;
    private Exception? _failure;

    /// <exception cref="KernelFaultException">Something went wrong; of several faults found, the one in the group that started first.</exception>
    public void Execute(KernelArguments arguments)
    {
        int workers = (int)Math.Min(Math.Max(1, _settings.Workers), _groups);
        fixed (byte* bytes = arguments.Bytes)
        {
            byte* start = bytes;
            if (workers == 1) Work(start);
            else Parallel.For(0, workers, _ => Work(start));
        }

        if (_failure is not null) throw _failure;
    }

    private void Work(byte* arguments)
    {
        using var scheduler = new GroupScheduler(kernel, accelerator.Device, shape, _settings, arguments);
        LaneState* outer = LaneState.Current;
        try
        {
            while (Volatile.Read(ref _failure) is null && Interlocked.Increment(ref _started) - 1 is var group && group < _groups)
            {
                try
                {
                    scheduler.Run(Place(group));
                }
                catch (Exception fault)
                {
                    Report(group, scheduler.Describe(fault));
                }
            }
        }
        finally
        {
            LaneState.Current = outer;
        }
    }

    private Index3D Place(long group)
    {
        long index = _settings.LaneOrder == LaneOrder.Reverse ? _groups - 1 - group : group;
        (long rest, long x) = Math.DivRem(index, shape.GridDim.X);
        (long z, long y) = Math.DivRem(rest, shape.GridDim.Y);
        return new Index3D((int)x, (int)y, (int)z);
    }

    private void Report(long group, Exception fault)
    {
        lock (_lock)
        {
            if (group > _failedGroup) return;
            _failedGroup = group;
            _failure = fault;
        }
    }
}

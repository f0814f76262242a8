using Engine.Kernels.Emulation;

namespace ILGPU.Runtime;

/// <summary>A one-dimensional buffer.</summary>
public sealed unsafe class MemoryBuffer1D<T, TStride> : MemoryBuffer<ArrayView1D<T, TStride>>
    where T : unmanaged
    where TStride : struct, IStride1D
{
    /// <exception cref="NotSupportedException">The elements hold views, which in ILGPU are no unmanaged types.</exception>
    internal MemoryBuffer1D(Accelerator accelerator, long length)
        : base(accelerator, length, ElementBytes(), memory => new(new ArrayView<T>(memory.Address, length, memory.Id), length, default))
    {
    }

    /// <summary>Number of elements, as an index.</summary>
    public LongIndex1D Extent => new(Length);

    /// <summary>Number of elements, as a 32-bit index.</summary>
    public Index1D IntExtent => Extent.ToIntIndex();

    public static explicit operator ArrayView<T>(MemoryBuffer1D<T, TStride> buffer) => buffer.AsContiguous();

    /// <summary>The whole buffer without its stride.</summary>
    public ArrayView<T> AsContiguous() => View.BaseView;

    private static int ElementBytes() => ViewArguments.AreIn(typeof(T))
        ? throw new NotSupportedException($"A buffer of {KernelNames.Of(typeof(T))}: views cannot be elements.")
        : sizeof(T);
}

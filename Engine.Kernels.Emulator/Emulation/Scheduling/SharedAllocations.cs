using ILGPU;

namespace Engine.Kernels.Emulation;

/// <summary>What allocations of shared memory become in a kernel's body; reserved by call site.</summary>
internal static unsafe class SharedAllocations
{
    public static ref T Element<T>(LaneState* lane, int site)
        where T : unmanaged => ref *(T*)lane->Group->Static(site, sizeof(T));

    public static ArrayView<T> View<T>(int extent, LaneState* lane, int site)
        where T : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfNegative(extent);
        return new ArrayView<T>(lane->Group->Static(site, checked(extent * sizeof(T))), extent, 0);
    }

    public static ArrayView1D<T, Stride1D.Dense> View1D<T>(Index1D extent, LaneState* lane, int site)
        where T : unmanaged => View<T>(extent.X, lane, site);
}

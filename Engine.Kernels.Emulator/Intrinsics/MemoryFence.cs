namespace ILGPU;

/// <summary>Orders a lane's memory accesses.</summary>
public static class MemoryFence
{
    /// <summary>As seen by the group.</summary>
    public static void GroupLevel() => Interlocked.MemoryBarrier();

    /// <summary>As seen by the device.</summary>
    public static void DeviceLevel() => Interlocked.MemoryBarrier();

    /// <summary>As seen by everyone.</summary>
    public static void SystemLevel() => Interlocked.MemoryBarrier();
}

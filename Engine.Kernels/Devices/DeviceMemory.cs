namespace Engine.Kernels;

/// <summary>The account of one device's memory: what is in use, and the error when no more fits.</summary>
/// <param name="device">Name of the device, for messages.</param>
/// <param name="total">Bytes the device has.</param>
internal sealed class DeviceMemory(string device, long total)
{
    private readonly Lock _gate = new();
    private long _inUse;
    private long _allocations;

    /// <summary>Bytes the device has.</summary>
    public long Total => total;

    /// <summary>Bytes allocated and not freed.</summary>
    public long InUse
    {
        get
        {
            lock (_gate) return _inUse;
        }
    }

    /// <summary>Number of allocations ever made.</summary>
    public long Allocations
    {
        get
        {
            lock (_gate) return _allocations;
        }
    }

    /// <summary>Books an allocation before it is made.</summary>
    /// <exception cref="OutOfMemoryException">It does not fit beside what is in use.</exception>
    public void Reserve(long bytes)
    {
        lock (_gate)
        {
            if (bytes > total - _inUse) throw Refusal(bytes, _inUse);
            _inUse += bytes;
            _allocations++;
        }
    }

    /// <summary>Books the end of an allocation.</summary>
    public void Release(long bytes)
    {
        lock (_gate) _inUse -= bytes;
    }

    /// <summary>What to throw when the device itself refuses; the reservation is taken back.</summary>
    public OutOfMemoryException Refused(long bytes)
    {
        Release(bytes);
        return Refusal(bytes, InUse);
    }

    private OutOfMemoryException Refusal(long bytes, long inUse) =>
        new($"{device} cannot give {bytes} bytes: {inUse} of its {total} bytes are in use by this process.");
}

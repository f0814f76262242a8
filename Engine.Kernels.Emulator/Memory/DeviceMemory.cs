using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace ILGPU.Runtime;

/// <summary>One allocation of an emulated accelerator. Views name it by number, so a stale view is found out.</summary>
internal sealed unsafe class DeviceMemory : IDisposable
{
    private const int Alignment = 256;
    private const byte Poison = 0xFF;

    private static readonly ConcurrentDictionary<long, DeviceMemory> s_live = new();
    private static long s_last;

    private void* _address;

    public DeviceMemory(Accelerator accelerator, long bytes, bool poison)
    {
        Accelerator = accelerator;
        Bytes = bytes;
        _address = NativeMemory.AlignedAlloc((nuint)Math.Max(bytes, Alignment), Alignment);
        if (poison) NativeMemory.Fill(_address, (nuint)bytes, Poison);
        else NativeMemory.Clear(_address, (nuint)bytes);
        Id = Interlocked.Increment(ref s_last);
        s_live[Id] = this;
    }

    /// <summary>Never 0, which names shared memory.</summary>
    public long Id { get; }

    public Accelerator Accelerator { get; }

    public long Bytes { get; }

    public void* Address => _address;

    /// <exception cref="ObjectDisposedException">The memory was freed, or the view never had any.</exception>
    public static DeviceMemory Find(long id) => s_live.TryGetValue(id, out DeviceMemory? memory)
        ? memory
        : throw new ObjectDisposedException(nameof(MemoryBuffer), id == 0 ? "The view has no device memory behind it." : "The memory of this view was freed.");

    public void Dispose()
    {
        if (!s_live.TryRemove(Id, out _)) return;
        NativeMemory.AlignedFree(_address);
        _address = null;
    }
}

using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Engine.Kernels;

namespace Engine.Tests.Conformance;

/// <summary>One case on one device: hands out guarded memory, and remembers the results' bits to compare them with those of other devices.</summary>
public sealed class ConformanceRun : IDisposable
{
    private readonly List<IGuardedArray> _arrays = [];
    private readonly IncrementalHash _bits = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public ConformanceRun(ComputeDevice device) => Device = device;

    public ComputeDevice Device { get; }

    /// <summary>Digest of every result read so far.</summary>
    public string Bits => Convert.ToHexString(_bits.GetCurrentHash());

    /// <summary>Device memory with a copy of host memory, between guards.</summary>
    public GuardedArray<T> Input<T>(ReadOnlySpan<T> elements)
        where T : unmanaged
    {
        GuardedArray<T> array = new(Device, elements.Length);
        array.View.CopyFrom(elements);
        _arrays.Add(array);
        return array;
    }

    /// <summary>Poisoned device memory between guards: NaN for floating point, and no valid index.</summary>
    public GuardedArray<T> Output<T>(long length)
        where T : unmanaged
    {
        GuardedArray<T> array = new(Device, length);
        _arrays.Add(array);
        return array;
    }

    /// <summary>Reads a result and remembers its bits.</summary>
    public T[] Read<T>(GuardedArray<T> array)
        where T : unmanaged
    {
        var elements = new T[array.View.Length];
        array.View.CopyTo(elements);
        Record<T>(elements);
        return elements;
    }

    /// <summary>Remembers a result's bits.</summary>
    public void Record<T>(params ReadOnlySpan<T> elements)
        where T : unmanaged => _bits.AppendData(MemoryMarshal.AsBytes(elements));

    /// <summary>Asserts that no operation wrote outside its arrays.</summary>
    public void RequireIntactGuards()
    {
        foreach (IGuardedArray array in _arrays) array.RequireIntactGuards();
    }

    public void Dispose()
    {
        foreach (IGuardedArray array in _arrays) array.Dispose();
        _bits.Dispose();
    }
}

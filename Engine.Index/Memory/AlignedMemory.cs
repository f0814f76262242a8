using System.Runtime.InteropServices;

namespace Engine.Indexing;

/// <summary>Unmanaged memory, 64-byte aligned, all zero at first; freed when nobody refers to it.</summary>
/// <remarks>Lengths are 64-bit. Whoever uses <see cref="Pointer"/> keeps the object alive meanwhile (<see cref="GC.KeepAlive"/>).</remarks>
internal sealed unsafe class AlignedMemory<T>
    where T : unmanaged
{
    private const nuint Alignment = 64;

    /// <summary>Allocates.</summary>
    /// <exception cref="OutOfMemoryException">The machine refuses; the message states the size.</exception>
    public AlignedMemory(long length)
    {
        Length = length;
        // A line of slack: a whole vector may be loaded at the last element.
        nuint bytes = checked((nuint)length * (nuint)sizeof(T) + Alignment);
        try
        {
            Pointer = (T*)NativeMemory.AlignedAlloc(bytes, Alignment);
        }
        catch (OutOfMemoryException)
        {
            throw new OutOfMemoryException($"{length} elements of {typeof(T).Name} need {bytes} bytes, which this machine does not give.");
        }

        NativeMemory.Clear(Pointer, bytes);
        GC.AddMemoryPressure((long)bytes);
    }

    /// <summary>Frees it.</summary>
    ~AlignedMemory()
    {
        if (Pointer == null) return;
        NativeMemory.AlignedFree(Pointer);
        GC.RemoveMemoryPressure(Bytes + (long)Alignment);
    }

    /// <summary>First element.</summary>
    public T* Pointer { get; }

    /// <summary>Elements.</summary>
    public long Length { get; }

    /// <summary>Bytes.</summary>
    public long Bytes => Length * sizeof(T);
}

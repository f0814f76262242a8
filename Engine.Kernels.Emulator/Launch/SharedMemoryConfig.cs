namespace ILGPU;

/// <summary>How much dynamic shared memory each group of a launch gets.</summary>
public readonly unsafe struct SharedMemoryConfig
{
    /// <summary>None.</summary>
    public static readonly SharedMemoryConfig Empty;

    /// <exception cref="ArgumentOutOfRangeException">An argument is negative.</exception>
    public SharedMemoryConfig(int numElements, int elementSize)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(numElements);
        ArgumentOutOfRangeException.ThrowIfNegative(elementSize);
        NumElements = numElements;
        ElementSize = elementSize;
    }

    /// <summary>Number of elements.</summary>
    public int NumElements { get; }

    /// <summary>Bytes of one element.</summary>
    public int ElementSize { get; }

    /// <summary>Number of bytes.</summary>
    public int ArraySize => NumElements * ElementSize;

    /// <summary>Whether there are any.</summary>
    public bool UsesDynamicSharedMemory => NumElements > 0 && ElementSize > 0;

    /// <summary>Room for some elements of type T.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 1.</exception>
    public static SharedMemoryConfig RequestDynamic<T>(int numElements)
        where T : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(numElements, 1);
        return new SharedMemoryConfig(numElements, sizeof(T));
    }
}

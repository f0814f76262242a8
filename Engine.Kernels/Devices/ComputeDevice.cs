namespace Engine.Kernels;

/// <summary>One owner of a device and its memory, and the operations that run there.</summary>
/// <remarks>
/// Operations take arrays of their own device only. They may return before an accelerator has finished; copying results out waits, as does
/// <see cref="Synchronize"/>. A device serves one caller at a time. Operations take their scratch memory from <see cref="Workspace"/>: repeated on the
/// same shapes, they allocate no device memory.
/// </remarks>
public abstract class ComputeDevice : IDisposable
{
    private protected ComputeDevice(DeviceKind kind, string name, long memoryBytes)
    {
        Kind = kind;
        Name = name;
        Memory = new DeviceMemory(name, memoryBytes);
        Workspace = new Workspace(this);
    }

    /// <summary>What executes the operations.</summary>
    public DeviceKind Kind { get; }

    /// <summary>What the device calls itself.</summary>
    public string Name { get; }

    /// <summary>Bytes the device has.</summary>
    public long MemoryBytes => Memory.Total;

    /// <summary>Bytes of it allocated through this object and not freed, the workspace included.</summary>
    public long AllocatedBytes => Memory.InUse;

    /// <summary>Scratch arrays, kept for reuse.</summary>
    public Workspace Workspace { get; }

    /// <summary>Sums, inner products and updates of vectors.</summary>
    public abstract VectorOperations Vectors { get; }

    /// <summary>Products with sparse matrices, and what builds and updates them.</summary>
    public abstract SparseOperations Sparse { get; }

    /// <summary>Cholesky factorisations and triangular solves.</summary>
    public abstract FactorOperations Factor { get; }

    /// <summary>Random numbers.</summary>
    public abstract RandomOperations Random { get; }

    /// <summary>Walsh-Hadamard transforms, and structured random rows.</summary>
    public abstract TransformOperations Transforms { get; }

    /// <summary>Sketches.</summary>
    public abstract SketchOperations Sketches { get; }

    /// <summary>Products of dense matrices.</summary>
    public abstract DenseOperations Dense { get; }

    internal DeviceMemory Memory { get; }

    /// <summary>Takes memory on the device.</summary>
    /// <typeparam name="T">Element type.</typeparam>
    /// <param name="length">Number of elements, at least 0.</param>
    /// <returns>An array with undefined contents; the caller disposes it.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative.</exception>
    /// <exception cref="OutOfMemoryException">The device has not so much left; the message states the sizes.</exception>
    public abstract DeviceArray<T> Allocate<T>(long length)
        where T : unmanaged;

    /// <summary>An array with a copy of host memory.</summary>
    /// <typeparam name="T">Element type.</typeparam>
    /// <param name="elements">What to copy.</param>
    /// <exception cref="OutOfMemoryException">The device has not so much left; the message states the sizes.</exception>
    public DeviceArray<T> Upload<T>(ReadOnlySpan<T> elements)
        where T : unmanaged
    {
        DeviceArray<T> array = Allocate<T>(elements.Length);
        try
        {
            array.CopyFrom(elements);
        }
        catch
        {
            array.Dispose();
            throw;
        }

        return array;
    }

    /// <summary>Copies elements within the device.</summary>
    /// <typeparam name="T">Element type.</typeparam>
    /// <param name="source">What to copy.</param>
    /// <param name="destination">As long as the source; must not overlap it.</param>
    /// <exception cref="ArgumentException">The lengths differ, or an array belongs to another device.</exception>
    public void Copy<T>(VectorView<T> source, VectorView<T> destination)
        where T : unmanaged
    {
        if (source.Length != destination.Length)
            throw new ArgumentException($"source.Length == destination.Length does not hold: source.Length={source.Length}, destination.Length={destination.Length}.");
        if (source.Length > 0) CopyCore(source, destination);
    }

    /// <summary>Waits until everything asked of the device is done.</summary>
    /// <remarks>Errors of a kernel surface here or in the next copy.</remarks>
    public abstract void Synchronize();

    /// <summary>Frees the workspace and the device; arrays the caller allocated are the caller's to dispose, before this.</summary>
    public abstract void Dispose();

    private protected abstract void CopyCore<T>(VectorView<T> source, VectorView<T> destination)
        where T : unmanaged;
}

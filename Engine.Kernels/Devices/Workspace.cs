namespace Engine.Kernels;

/// <summary>Scratch arrays of one device: rented for an operation, given back, and reused by the next.</summary>
/// <remarks>The arrays stay allocated until <see cref="Trim"/> or the end of the device. One caller at a time.</remarks>
public sealed class Workspace
{
    private readonly ComputeDevice _device;
    private readonly Dictionary<Type, object> _shelves = [];

    internal Workspace(ComputeDevice device) => _device = device;

    /// <summary>An array of at least some length, with undefined contents, until the result is disposed.</summary>
    /// <typeparam name="T">Element type.</typeparam>
    /// <param name="length">Elements needed, at least 0.</param>
    /// <exception cref="OutOfMemoryException">The device has not so much left.</exception>
    /// <remarks>The smallest free array that is long enough; a new one only when there is none.</remarks>
    public Rented<T> Rent<T>(long length)
        where T : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        List<DeviceArray<T>> shelf = Shelf<T>();
        int best = -1;
        for (int i = 0; i < shelf.Count; i++)
        {
            if (shelf[i].Length >= length && (best < 0 || shelf[i].Length < shelf[best].Length)) best = i;
        }

        if (best < 0) return new Rented<T>(this, Allocate<T>(length), length);
        DeviceArray<T> array = shelf[best];
        shelf.RemoveAt(best);
        return new Rented<T>(this, array, length);
    }

    // Arrays that were outgrown are free for the asking.
    private DeviceArray<T> Allocate<T>(long length)
        where T : unmanaged
    {
        try
        {
            return _device.Allocate<T>(length);
        }
        catch (OutOfMemoryException) when (_shelves.Count > 0)
        {
            Trim();
            return _device.Allocate<T>(length);
        }
    }

    /// <summary>Frees every array that is not rented at present.</summary>
    public void Trim()
    {
        foreach (System.Collections.IEnumerable shelf in _shelves.Values)
        {
            foreach (IDisposable array in shelf) array.Dispose();
        }

        _shelves.Clear();
    }

    internal void Return<T>(DeviceArray<T> array)
        where T : unmanaged => Shelf<T>().Add(array);

    private List<DeviceArray<T>> Shelf<T>()
        where T : unmanaged
    {
        if (_shelves.TryGetValue(typeof(T), out object? shelf)) return (List<DeviceArray<T>>)shelf;
        List<DeviceArray<T>> created = [];
        _shelves.Add(typeof(T), created);
        return created;
    }
}

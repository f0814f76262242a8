namespace Engine.Kernels;

/// <summary>A scratch array on loan from a <see cref="Workspace"/>; dispose it once to give it back.</summary>
/// <typeparam name="T">Element type.</typeparam>
public readonly struct Rented<T> : IDisposable
    where T : unmanaged
{
    private readonly Workspace _workspace;
    private readonly DeviceArray<T> _array;

    internal Rented(Workspace workspace, DeviceArray<T> array, long length)
    {
        _workspace = workspace;
        _array = array;
        View = new VectorView<T>(array, 0, length);
    }

    /// <summary>As many elements as were asked for, their contents undefined.</summary>
    public VectorView<T> View { get; }

    /// <summary>Gives the array back.</summary>
    public void Dispose() => _workspace.Return(_array);
}

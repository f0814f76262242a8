namespace ILGPU.Runtime;

/// <summary>An order of launches and copies. Here each one ends before it returns.</summary>
public abstract class AcceleratorStream : IDisposable
{
    private protected AcceleratorStream(Accelerator accelerator) => Accelerator = accelerator;

    /// <summary>The accelerator it belongs to.</summary>
    public Accelerator Accelerator { get; }

    /// <summary>Waits for all that was issued: nothing to do.</summary>
    public void Synchronize() => Accelerator.Synchronize();

    public void Dispose() => GC.SuppressFinalize(this);
}

namespace Engine.Kernels.Emulation;

/// <summary>Restores settings when disposed.</summary>
internal sealed class SettingsScope(Action restore) : IDisposable
{
    public void Dispose() => restore();
}

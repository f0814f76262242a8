namespace Engine.Kernels;

/// <summary>Four numbers side by side, which a thread reads from shared memory at once.</summary>
internal readonly struct FloatQuad
{
    public readonly float X, Y, Z, W;
}

namespace Engine.Kernels;

/// <summary>What a screened selection found and did.</summary>
/// <param name="Hits">Pairs above the threshold.</param>
/// <param name="Rechecked">Pairs that integers alone could not drop, and whose product was computed.</param>
public readonly record struct ScreenedCount(long Hits, long Rechecked);

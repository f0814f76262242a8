namespace Engine.Indexing;

/// <summary>An index, and why it is this one.</summary>
/// <param name="Index">With all points; an <see cref="IDynamicThresholdIndex"/> when that was asked for.</param>
/// <param name="Name">What options call it.</param>
/// <param name="Reason">One sentence.</param>
public sealed record IndexChoice(IThresholdIndex Index, string Name, string Reason);

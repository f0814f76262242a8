namespace Engine.Indexing;

/// <summary>A child of a group: points below it, and where they lie.</summary>
/// <param name="Group">Its own group of children, or -1 for a leaf.</param>
/// <param name="First">First slot.</param>
/// <param name="End">Slot after its last one; the last of a leaf's slots may be unused.</param>
/// <param name="Points">Points, with those deleted since.</param>
internal readonly record struct BallRange(int Group, int First, int End, int Points);

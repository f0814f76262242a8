namespace Engine.Kernels.Emulation;

/// <summary>What a lane waits for, and what it gets.</summary>
internal enum SuspensionKind
{
    None,
    GroupBarrier,
    GroupPopCount,
    GroupAnd,
    GroupOr,
    GroupBroadcast,
    WarpBarrier,
    WarpBroadcast,
    Shuffle,
    ShuffleUp,
    ShuffleDown,
    ShuffleXor,
}

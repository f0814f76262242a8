using Engine.Kernels.Emulation;

namespace ILGPU;

/// <summary>The warp a lane belongs to: lanes of a group in linear order, cut into pieces of <see cref="WarpSize"/>. Only inside kernels.</summary>
/// <remarks>
/// A shuffle from a lane outside the warp (or outside the width) returns the lane's own value.
/// From a lane that a short last warp lacks it returns poison; on a GPU that is undefined.
/// Widths mean what they mean in CUDA: sub-warps of that many lanes.
/// </remarks>
public static unsafe class Warp
{
    /// <summary>Lanes of a warp on this device.</summary>
    public static int WarpSize
    {
        [LaneField(nameof(GroupState.WarpSize))]
        get => LaneState.Require("Warp.WarpSize")->Group->WarpSize;
    }

    /// <summary>The lane's place in its warp.</summary>
    public static int LaneIdx
    {
        [LaneField(nameof(LaneState.LaneIndex))]
        get => LaneState.Require("Warp.LaneIdx")->LaneIndex;
    }

    /// <summary>The warp's place in its group.</summary>
    public static int WarpIdx
    {
        [LaneField(nameof(LaneState.WarpIndex))]
        get => LaneState.Require("Warp.WarpIdx")->WarpIndex;
    }

    /// <summary>Whether the lane is its warp's first.</summary>
    public static bool IsFirstLane => LaneIdx == 0;

    /// <summary>Whether the lane is the last of a full warp.</summary>
    public static bool IsLastLane => LaneIdx == WarpSize - 1;

    /// <summary>The warp of a thread of a group.</summary>
    public static int ComputeWarpIdx(Index1D groupThreadIdx) => groupThreadIdx.X / WarpSize;

    /// <summary>The place in its warp of a thread of a group.</summary>
    public static int ComputeWarpThreadIdx(Index1D groupThreadIdx) => groupThreadIdx.X % WarpSize;

    /// <summary>Waits until every lane of the warp is here.</summary>
    [Suspends(SuspensionKind.WarpBarrier)]
    public static void Barrier() => throw KernelHelp.OutsideKernel("Warp.Barrier");

    /// <summary>The value of one lane of the warp, the same for all.</summary>
    [Suspends(SuspensionKind.WarpBroadcast)]
    public static T Broadcast<T>(T value, int sourceLane)
        where T : unmanaged => throw KernelHelp.OutsideKernel("Warp.Broadcast");

    /// <summary>The value of a lane of the warp.</summary>
    [Suspends(SuspensionKind.Shuffle)]
    public static T Shuffle<T>(T variable, int sourceLane)
        where T : unmanaged => throw KernelHelp.OutsideKernel("Warp.Shuffle");

    /// <inheritdoc cref="Shuffle{T}(T, int)"/>
    [Suspends(SuspensionKind.Shuffle)]
    public static T Shuffle<T>(T variable, int sourceLane, int width)
        where T : unmanaged => throw KernelHelp.OutsideKernel("Warp.Shuffle");

    /// <summary>The value of the lane some places further on.</summary>
    [Suspends(SuspensionKind.ShuffleDown)]
    public static T ShuffleDown<T>(T variable, int delta)
        where T : unmanaged => throw KernelHelp.OutsideKernel("Warp.ShuffleDown");

    /// <inheritdoc cref="ShuffleDown{T}(T, int)"/>
    [Suspends(SuspensionKind.ShuffleDown)]
    public static T ShuffleDown<T>(T variable, int delta, int width)
        where T : unmanaged => throw KernelHelp.OutsideKernel("Warp.ShuffleDown");

    /// <summary>The value of the lane some places back.</summary>
    [Suspends(SuspensionKind.ShuffleUp)]
    public static T ShuffleUp<T>(T variable, int delta)
        where T : unmanaged => throw KernelHelp.OutsideKernel("Warp.ShuffleUp");

    /// <inheritdoc cref="ShuffleUp{T}(T, int)"/>
    [Suspends(SuspensionKind.ShuffleUp)]
    public static T ShuffleUp<T>(T variable, int delta, int width)
        where T : unmanaged => throw KernelHelp.OutsideKernel("Warp.ShuffleUp");

    /// <summary>The value of the lane whose index differs in the bits of a mask.</summary>
    [Suspends(SuspensionKind.ShuffleXor)]
    public static T ShuffleXor<T>(T variable, int mask)
        where T : unmanaged => throw KernelHelp.OutsideKernel("Warp.ShuffleXor");

    /// <inheritdoc cref="ShuffleXor{T}(T, int)"/>
    [Suspends(SuspensionKind.ShuffleXor)]
    public static T ShuffleXor<T>(T variable, int mask, int width)
        where T : unmanaged => throw KernelHelp.OutsideKernel("Warp.ShuffleXor");
}

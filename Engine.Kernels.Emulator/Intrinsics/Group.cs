using Engine.Kernels.Emulation;

namespace ILGPU;

/// <summary>The group a lane belongs to. Only inside kernels.</summary>
public static unsafe class Group
{
    /// <summary>The lane's place in its group, fastest direction.</summary>
    public static int IdxX
    {
        [LaneField(nameof(LaneState.ThreadX))]
        get => LaneState.Require("Group.IdxX")->ThreadX;
    }

    /// <summary>The lane's place in its group, second direction.</summary>
    public static int IdxY
    {
        [LaneField(nameof(LaneState.ThreadY))]
        get => LaneState.Require("Group.IdxY")->ThreadY;
    }

    /// <summary>The lane's place in its group, slowest direction.</summary>
    public static int IdxZ
    {
        [LaneField(nameof(LaneState.ThreadZ))]
        get => LaneState.Require("Group.IdxZ")->ThreadZ;
    }

    /// <summary>Threads of a group, fastest direction.</summary>
    public static int DimX
    {
        [LaneField(nameof(GroupState.GroupDimX))]
        get => LaneState.Require("Group.DimX")->Group->GroupDimX;
    }

    /// <summary>Threads of a group, second direction.</summary>
    public static int DimY
    {
        [LaneField(nameof(GroupState.GroupDimY))]
        get => LaneState.Require("Group.DimY")->Group->GroupDimY;
    }

    /// <summary>Threads of a group, slowest direction.</summary>
    public static int DimZ
    {
        [LaneField(nameof(GroupState.GroupDimZ))]
        get => LaneState.Require("Group.DimZ")->Group->GroupDimZ;
    }

    /// <summary>The lane's place in its group, X fastest.</summary>
    public static int LinearIndex
    {
        [LaneField(nameof(LaneState.LinearIndex))]
        get => LaneState.Require("Group.LinearIndex")->LinearIndex;
    }

    /// <summary>The lane's place in its group.</summary>
    public static Index3D Index => new(IdxX, IdxY, IdxZ);

    /// <summary>Threads of a group in each direction.</summary>
    public static Index3D Dimension => new(DimX, DimY, DimZ);

    /// <summary>Whether the lane is the group's first.</summary>
    public static bool IsFirstThread => LinearIndex == 0;

    /// <summary>Whether the lane is the group's last.</summary>
    public static bool IsLastThread => LinearIndex == Dimension.Size - 1;

    /// <summary>Waits until every lane of the group is here.</summary>
    [Suspends(SuspensionKind.GroupBarrier)]
    public static void Barrier() => throw KernelHelp.OutsideKernel("Group.Barrier");

    /// <summary>A barrier that counts the lanes whose predicate is true.</summary>
    [Suspends(SuspensionKind.GroupPopCount)]
    public static int BarrierPopCount(bool predicate) => throw KernelHelp.OutsideKernel("Group.BarrierPopCount");

    /// <summary>A barrier that says whether every lane's predicate is true.</summary>
    [Suspends(SuspensionKind.GroupAnd)]
    public static bool BarrierAnd(bool predicate) => throw KernelHelp.OutsideKernel("Group.BarrierAnd");

    /// <summary>A barrier that says whether some lane's predicate is true.</summary>
    [Suspends(SuspensionKind.GroupOr)]
    public static bool BarrierOr(bool predicate) => throw KernelHelp.OutsideKernel("Group.BarrierOr");

    /// <summary>The value of one lane of the group, the same for all.</summary>
    [Suspends(SuspensionKind.GroupBroadcast)]
    public static T Broadcast<T>(T value, int groupIndex)
        where T : unmanaged => throw KernelHelp.OutsideKernel("Group.Broadcast");
}

using Engine.Kernels.Emulation;

namespace ILGPU;

/// <summary>The grid a lane's group belongs to. Only inside kernels.</summary>
public static unsafe class Grid
{
    /// <summary>The group's place in the grid, fastest direction.</summary>
    public static int IdxX
    {
        [LaneField(nameof(GroupState.GroupX))]
        get => LaneState.Require("Grid.IdxX")->Group->GroupX;
    }

    /// <summary>The group's place in the grid, second direction.</summary>
    public static int IdxY
    {
        [LaneField(nameof(GroupState.GroupY))]
        get => LaneState.Require("Grid.IdxY")->Group->GroupY;
    }

    /// <summary>The group's place in the grid, slowest direction.</summary>
    public static int IdxZ
    {
        [LaneField(nameof(GroupState.GroupZ))]
        get => LaneState.Require("Grid.IdxZ")->Group->GroupZ;
    }

    /// <summary>Groups of the grid, fastest direction.</summary>
    public static int DimX
    {
        [LaneField(nameof(GroupState.GridDimX))]
        get => LaneState.Require("Grid.DimX")->Group->GridDimX;
    }

    /// <summary>Groups of the grid, second direction.</summary>
    public static int DimY
    {
        [LaneField(nameof(GroupState.GridDimY))]
        get => LaneState.Require("Grid.DimY")->Group->GridDimY;
    }

    /// <summary>Groups of the grid, slowest direction.</summary>
    public static int DimZ
    {
        [LaneField(nameof(GroupState.GridDimZ))]
        get => LaneState.Require("Grid.DimZ")->Group->GridDimZ;
    }

    /// <summary>The group's place in the grid.</summary>
    public static Index3D Index => new(IdxX, IdxY, IdxZ);

    /// <summary>Groups of the grid in each direction.</summary>
    public static Index3D Dimension => new(DimX, DimY, DimZ);

    /// <summary>The group's place in the grid, X fastest.</summary>
    public static int LinearIndex => IdxX + (DimX * (IdxY + (DimY * IdxZ)));

    /// <summary>The lane's place in the grid.</summary>
    public static Index3D GlobalIndex
    {
        get
        {
            LaneState* lane = LaneState.Require("Grid.GlobalIndex");
            GroupState* group = lane->Group;
            return new Index3D(
                (group->GroupX * group->GroupDimX) + lane->ThreadX,
                (group->GroupY * group->GroupDimY) + lane->ThreadY,
                (group->GroupZ * group->GroupDimZ) + lane->ThreadZ);
        }
    }

    /// <summary>The lane's place in the grid, as 64 bits.</summary>
    public static LongIndex3D LongGlobalIndex => new(
        ((long)IdxX * Group.DimX) + Group.IdxX,
        ((long)IdxY * Group.DimY) + Group.IdxY,
        ((long)IdxZ * Group.DimZ) + Group.IdxZ);

    /// <summary>The lane's place in the grid, group after group.</summary>
    public static int GlobalLinearIndex => (LinearIndex * Group.Dimension.Size) + Group.LinearIndex;

    /// <summary>The place in the grid of a lane of a group.</summary>
    public static Index1D ComputeGlobalIndex(Index1D gridIdx, Index1D groupIdx) => groupIdx + (gridIdx * new Index1D(Group.DimX));

    /// <inheritdoc cref="ComputeGlobalIndex(Index1D, Index1D)"/>
    public static Index2D ComputeGlobalIndex(Index2D gridIdx, Index2D groupIdx) => groupIdx + (gridIdx * new Index2D(Group.DimX, Group.DimY));

    /// <inheritdoc cref="ComputeGlobalIndex(Index1D, Index1D)"/>
    public static Index3D ComputeGlobalIndex(Index3D gridIdx, Index3D groupIdx) => groupIdx + (gridIdx * Group.Dimension);
}

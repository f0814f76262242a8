namespace Engine.Kernels;

/// <summary>How accelerators cut triangles, and what the kernels say about a factorisation.</summary>
internal static class FactorTiles
{
    /// <summary>Columns of a panel, and order of a diagonal block.</summary>
    public const int Block = 32;

    /// <summary>Doubles from one row of a block to the next in shared memory: odd, so that rows start in different banks.</summary>
    public const int SharedStride = Block + 1;

    /// <summary>State: 0 while all pivots are good, 1 after the first bad one.</summary>
    public const int Failed = 0;

    /// <summary>State: column of the smallest pivot, or of the bad one.</summary>
    public const int Pivot = 1;

    /// <summary>State: that pivot.</summary>
    public const int PivotValue = 2;

    /// <summary>Doubles of the state.</summary>
    public const int StateLength = 3;
}

using System.Runtime.InteropServices;

namespace Engine.Kernels.Emulation;

/// <summary>What the scheduler and a kernel's code share about one lane. The lane's frame begins with it; saved variables follow.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct LaneState
{
    /// <summary>Room for one value exchanged at a shuffle or broadcast.</summary>
    public const int PayloadCapacity = 64;

    /// <summary>Value of <see cref="ResumePoint"/> when the kernel has returned.</summary>
    public const int Returned = -1;

    /// <summary>The lane running on this thread, for code the rewriter leaves alone: helper methods and the like.</summary>
    [ThreadStatic]
    private static LaneState* s_current;

    public int ThreadX;
    public int ThreadY;
    public int ThreadZ;
    public int LinearIndex;
    public int LaneIndex;
    public int WarpIndex;

    /// <summary>0 at the start, then the number of the suspension the lane waits at, then <see cref="Returned"/>.</summary>
    public int ResumePoint;

    /// <summary>Source lane, distance or mask of a shuffle.</summary>
    public int Operand;

    /// <summary>Lanes that shuffle among each other, where the kernel says so.</summary>
    public int Width;

    public GroupState* Group;

    /// <summary>The value given at a suspension, then the value received.</summary>
    public fixed byte Payload[PayloadCapacity];

    public static LaneState* Current
    {
        get => s_current;
        set => s_current = value;
    }

    /// <exception cref="InvalidOperationException">This thread runs no kernel.</exception>
    public static LaneState* Require(string operation) => s_current is null ? throw KernelHelp.OutsideKernel(operation) : s_current;
}

namespace Engine.Kernels.Emulation;

/// <summary>Runs a lane from its resume point to the next suspension or to the end, and returns the new resume point.</summary>
internal unsafe delegate int KernelStep(LaneState* lane, byte* arguments);

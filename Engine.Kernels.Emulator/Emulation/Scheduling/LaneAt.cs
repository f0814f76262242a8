namespace Engine.Kernels.Emulation;

/// <summary>The state of a lane, by its place in the warp or group.</summary>
internal unsafe delegate LaneState* LaneAt(int index);

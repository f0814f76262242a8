namespace Engine.Kernels.Emulation;

/// <summary>In which order the lanes of a group run between two barriers. Correct kernels do not notice.</summary>
internal enum LaneOrder
{
    Forward,
    Reverse,
    Shuffled,
}

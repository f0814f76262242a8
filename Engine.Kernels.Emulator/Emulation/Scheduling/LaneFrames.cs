namespace Engine.Kernels.Emulation;

/// <summary>Frames of neighbouring lanes.</summary>
internal readonly unsafe struct LaneFrames(byte* first, int stride)
{
    public LaneState* this[int lane] => (LaneState*)(first + ((long)lane * stride));

    /// <summary>The frames from a lane on.</summary>
    public LaneFrames From(int lane) => new(first + ((long)lane * stride), stride);
}

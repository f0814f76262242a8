namespace ILGPU;

/// <summary>How a one-dimensional view steps through its elements.</summary>
public interface IStride1D
{
    /// <summary>Elements from one index to the next.</summary>
    int XStride { get; }
}

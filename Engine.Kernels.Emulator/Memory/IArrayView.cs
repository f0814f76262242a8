using ILGPU.Runtime;

namespace ILGPU;

/// <summary>A range of device memory.</summary>
public interface IArrayView
{
    /// <summary>Whether the view has memory behind it and at least one element.</summary>
    bool IsValid { get; }

    /// <summary>Number of elements.</summary>
    long Length { get; }

    /// <summary>Bytes of one element.</summary>
    int ElementSize { get; }

    /// <summary>Number of bytes.</summary>
    long LengthInBytes { get; }

    /// <summary>The memory the view lies in.</summary>
    internal DeviceMemory Memory { get; }
}

namespace Engine;

/// <summary>One tensor of an open safetensors file.</summary>
/// <param name="Name">Unique in the file.</param>
/// <param name="Type">Element type.</param>
/// <param name="Shape">Row-major dimensions, each at least 0; empty for a scalar.</param>
/// <param name="Offset">First byte, counted from the start of the data part.</param>
/// <param name="ByteLength">Product of the shape times the element size.</param>
internal sealed record TensorInfo(string Name, TensorType Type, IReadOnlyList<long> Shape, long Offset, long ByteLength)
{
    /// <summary>Number of elements: the product of the shape, 1 for a scalar.</summary>
    internal long Count => ByteLength / Type.Size();
}

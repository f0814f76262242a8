namespace ILGPU;

/// <summary>A view whose elements lie side by side.</summary>
public interface IContiguousArrayView : IArrayView
{
    /// <summary>The same memory as bytes.</summary>
    ArrayView<byte> AsRawArrayView();
}

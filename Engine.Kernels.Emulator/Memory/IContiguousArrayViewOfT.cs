namespace ILGPU;

/// <summary>A contiguous view of elements of type T.</summary>
public interface IContiguousArrayView<T> : IContiguousArrayView
    where T : unmanaged;

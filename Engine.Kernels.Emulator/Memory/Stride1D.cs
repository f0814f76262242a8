namespace ILGPU;

/// <summary>Strides of one-dimensional views.</summary>
public static class Stride1D
{
    /// <summary>Neighbours in index are neighbours in memory.</summary>
    public readonly struct Dense : IStride1D
    {
        public int XStride => 1;
    }
}

using ILGPU;

namespace Engine.Kernels;

/// <summary>Where Gaussian sketches write: sums times the scale, those that exist.</summary>
internal readonly struct GaussianTarget(ArrayView<float> result, long stride, int rows, int count, float scale)
{
    private readonly ArrayView<float> _result = result;
    private readonly long _stride = stride;
    private readonly int _rows = rows;
    private readonly int _count = count;
    private readonly float _scale = scale;

    /// <summary>Writes four rows of one vector.</summary>
    public void Write(int vector, int row, float s0, float s1, float s2, float s3)
    {
        Write(vector, row, s0);
        Write(vector, row + 1, s1);
        Write(vector, row + 2, s2);
        Write(vector, row + 3, s3);
    }

    /// <summary>Writes one row of one vector.</summary>
    public void Write(int vector, int row, float sum)
    {
        if (vector < _count && row < _rows) _result[vector * _stride + row] = sum * _scale;
    }
}

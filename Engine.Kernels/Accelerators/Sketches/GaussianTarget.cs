using ILGPU;

namespace Engine.Kernels;

/// <summary>Where Gaussian sketches write: sums times the scale, those that exist.</summary>
/// <param name="result">The memory of the results.</param>
/// <param name="stride">Elements from one result to the next.</param>
/// <param name="rows">s.</param>
/// <param name="count">n.</param>
/// <param name="scale">s^(-1/2).</param>
internal readonly struct GaussianTarget(ArrayView<float> result, long stride, int rows, int count, float scale)
{
    private readonly ArrayView<float> _result = result;
    private readonly long _stride = stride;
    private readonly int _rows = rows;
    private readonly float _scale = scale;

    /// <summary>n.</summary>
    public int Count { get; } = count;

    /// <summary>Writes four rows of one vector, from <paramref name="place"/> in the panel on.</summary>
    public void Write(int vector, int panel, int place, float s0, float s1, float s2, float s3)
    {
        Write(vector, panel, place, s0);
        Write(vector, panel, place + 1, s1);
        Write(vector, panel, place + 2, s2);
        Write(vector, panel, place + 3, s3);
    }

    private void Write(int vector, int panel, int place, float sum)
    {
        int row = panel * GaussianEntries.PanelRows + place;
        if (vector < Count && place >= 0 && place < GaussianEntries.PanelRows && row < _rows) _result[vector * _stride + row] = sum * _scale;
    }
}

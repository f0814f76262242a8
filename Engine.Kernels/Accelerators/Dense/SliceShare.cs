using ILGPU;

namespace Engine.Kernels;

/// <summary>The eight elements of a slice that a thread brings to shared memory, in registers: their loads do not wait for each other.</summary>
internal readonly struct SliceShare(float x0, float x1, float x2, float x3, float x4, float x5, float x6, float x7)
{
    private readonly float _x0 = x0, _x1 = x1, _x2 = x2, _x3 = x3, _x4 = x4, _x5 = x5, _x6 = x6, _x7 = x7;

    /// <summary>Writes them, <paramref name="step"/> apart.</summary>
    public void Write(ArrayView<float> slice, int first, int step)
    {
        slice[first] = _x0;
        slice[first + step] = _x1;
        slice[first + 2 * step] = _x2;
        slice[first + 3 * step] = _x3;
        slice[first + 4 * step] = _x4;
        slice[first + 5 * step] = _x5;
        slice[first + 6 * step] = _x6;
        slice[first + 7 * step] = _x7;
    }
}

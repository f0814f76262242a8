using ILGPU;

namespace Engine.Kernels;

/// <summary>Eight elements in registers, and the butterflies (a, b) -> (a + b, a - b) between those 1, 2 and 4 apart.</summary>
internal readonly struct HadamardOctet(float x0, float x1, float x2, float x3, float x4, float x5, float x6, float x7)
{
    private readonly float _x0 = x0, _x1 = x1, _x2 = x2, _x3 = x3, _x4 = x4, _x5 = x5, _x6 = x6, _x7 = x7;

    /// <summary>Levels an octet can do.</summary>
    public const int Levels = 3;

    /// <summary>Reads eight elements, <paramref name="step"/> apart.</summary>
    public static HadamardOctet Load(ArrayView<float> x, long first, long step) => new(
        x[first], x[first + step], x[first + 2 * step], x[first + 3 * step],
        x[first + 4 * step], x[first + 5 * step], x[first + 6 * step], x[first + 7 * step]);

    /// <summary>Writes them back.</summary>
    public void Store(ArrayView<float> x, long first, long step)
    {
        x[first] = _x0;
        x[first + step] = _x1;
        x[first + 2 * step] = _x2;
        x[first + 3 * step] = _x3;
        x[first + 4 * step] = _x4;
        x[first + 5 * step] = _x5;
        x[first + 6 * step] = _x6;
        x[first + 7 * step] = _x7;
    }

    /// <summary>Multiplies all.</summary>
    public HadamardOctet Times(float scale) => new(_x0 * scale, _x1 * scale, _x2 * scale, _x3 * scale, _x4 * scale, _x5 * scale, _x6 * scale, _x7 * scale);

    /// <summary>Those of the levels place, place + 1 and place + 2, in this order, that lie in [first, end).</summary>
    public HadamardOctet Butterflies(int place, int first, int end)
    {
        HadamardOctet x = this;
        if (place >= first && place < end) x = x.Single();
        if (place + 1 >= first && place + 1 < end) x = x.Double();
        if (place + 2 >= first && place + 2 < end) x = x.Quadruple();
        return x;
    }

    private HadamardOctet Single() => new(_x0 + _x1, _x0 - _x1, _x2 + _x3, _x2 - _x3, _x4 + _x5, _x4 - _x5, _x6 + _x7, _x6 - _x7);

    private HadamardOctet Double() => new(_x0 + _x2, _x1 + _x3, _x0 - _x2, _x1 - _x3, _x4 + _x6, _x5 + _x7, _x4 - _x6, _x5 - _x7);

    private HadamardOctet Quadruple() => new(_x0 + _x4, _x1 + _x5, _x2 + _x6, _x3 + _x7, _x0 - _x4, _x1 - _x5, _x2 - _x6, _x3 - _x7);
}

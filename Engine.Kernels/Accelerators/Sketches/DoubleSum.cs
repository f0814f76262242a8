namespace Engine.Kernels;

/// <summary>A sum in double precision.</summary>
internal readonly struct DoubleSum(double value) : ISum<DoubleSum>
{
    private readonly double _value = value;

    public DoubleSum Plus(float term) => new(_value + term);

    public DoubleSum Times(float factor) => new(_value * factor);
}

namespace Engine.Kernels;

/// <summary>A sum in single precision.</summary>
internal readonly struct SingleSum(float value) : ISum<SingleSum>
{
    private readonly float _value = value;

    public SingleSum Plus(float term) => new(_value + term);

    public SingleSum Times(float factor) => new(_value * factor);
}

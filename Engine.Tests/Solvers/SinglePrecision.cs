namespace Engine.Tests.Solvers;

/// <summary>An operator whose arguments and results are rounded to fp32.</summary>
internal sealed class SinglePrecision(ILinearOperator system) : ILinearOperator
{
    public int Order => system.Order;

    public void Apply(ReadOnlySpan<double> vector, Span<double> result)
    {
        double[] rounded = [.. vector.ToArray().Select(value => (double)(float)value)];
        system.Apply(rounded, result);
        foreach (ref double value in result) value = (float)value;
    }
}

namespace Engine;

/// <summary>Vectors of one neuron, reused from neuron to neuron.</summary>
internal sealed class JacobianScratch(int paddedDimension)
{
    private readonly double[] _movement = new double[paddedDimension];
    private double[] _coefficients = [];
    private double[] _products = [];

    /// <summary>A row of weights.</summary>
    public Span<double> Movement => _movement;

    /// <summary>One number for each of <paramref name="count"/> samples.</summary>
    public Span<double> Coefficients(int count) => Room(ref _coefficients, count);

    /// <summary>Another number for each of <paramref name="count"/> samples.</summary>
    public Span<double> Products(int count) => Room(ref _products, count);

    private static Span<double> Room(ref double[] vector, int count)
    {
        if (vector.Length < count) vector = new double[2 * count];
        return vector.AsSpan(0, count);
    }
}

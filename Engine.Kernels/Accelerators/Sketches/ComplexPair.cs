namespace Engine.Kernels;

/// <summary>A complex number in a kernel.</summary>
internal readonly struct ComplexPair(double re, double im)
{
    public double Re { get; } = re;

    public double Im { get; } = im;

    public static ComplexPair operator +(ComplexPair a, ComplexPair b) => new(a.Re + b.Re, a.Im + b.Im);

    public static ComplexPair operator -(ComplexPair a, ComplexPair b) => new(a.Re - b.Re, a.Im - b.Im);

    public static ComplexPair operator *(ComplexPair a, ComplexPair b) => new(a.Re * b.Re - a.Im * b.Im, a.Im * b.Re + a.Re * b.Im);
}

namespace Engine.Kernels;

/// <summary>(a, b) -> (a + b, (a - b) (c - i s)): decimation in frequency, to the bit-reversed spectrum.</summary>
internal readonly struct SplitButterfly : IComplexButterfly
{
    public static ComplexPair First(ComplexPair a, ComplexPair b, double cosine, double sine) => a + b;

    public static ComplexPair Second(ComplexPair a, ComplexPair b, double cosine, double sine) => (a - b) * new ComplexPair(cosine, -sine);
}

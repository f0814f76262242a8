namespace Engine.Kernels;

/// <summary>(a, b) -> (a + b (c + i s), a - b (c + i s)): back from the bit-reversed spectrum.</summary>
internal readonly struct MergeButterfly : IComplexButterfly
{
    public static ComplexPair First(ComplexPair a, ComplexPair b, double cosine, double sine) => a + b * new ComplexPair(cosine, sine);

    public static ComplexPair Second(ComplexPair a, ComplexPair b, double cosine, double sine) => a - b * new ComplexPair(cosine, sine);
}

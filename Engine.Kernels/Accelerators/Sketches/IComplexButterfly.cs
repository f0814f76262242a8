namespace Engine.Kernels;

/// <summary>What one level of a complex transform does to a pair; a type, so that one kernel serves both directions.</summary>
internal interface IComplexButterfly
{
    /// <summary>The first element of the new pair.</summary>
    static abstract ComplexPair First(ComplexPair a, ComplexPair b, double cosine, double sine);

    /// <summary>The second element of the new pair.</summary>
    static abstract ComplexPair Second(ComplexPair a, ComplexPair b, double cosine, double sine);
}

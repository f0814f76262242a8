namespace Engine.Kernels;

/// <summary>Eight sums of products in registers: those of one row of a thread's part of a tile.</summary>
internal readonly struct SumOctet(float s0, float s1, float s2, float s3, float s4, float s5, float s6, float s7)
{
    public readonly float S0 = s0, S1 = s1, S2 = s2, S3 = s3, S4 = s4, S5 = s5, S6 = s6, S7 = s7;

    /// <summary>Adds a times each of eight factors.</summary>
    public SumOctet Plus(float a, FloatQuad left, FloatQuad right) => new(
        S0 + a * left.X, S1 + a * left.Y, S2 + a * left.Z, S3 + a * left.W, S4 + a * right.X, S5 + a * right.Y, S6 + a * right.Z, S7 + a * right.W);
}

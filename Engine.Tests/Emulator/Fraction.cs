namespace Engine.Tests.Emulator;

/// <summary>A struct that kernels store.</summary>
internal readonly struct Fraction(int numerator, int denominator)
{
    public int Numerator { get; } = numerator;

    public int Denominator { get; } = denominator;
}

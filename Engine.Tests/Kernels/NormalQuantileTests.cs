using Engine.Kernels;
using MathNet.Numerics;
using Xunit;

namespace Engine.Tests.Kernels;

public sealed class NormalQuantileTests
{
    private const uint LargestMagnitudeBits = 0x7fff_ffff;

    [Fact]
    public void FromBits_IsWithinBound_AtEverySegmentBorder()
    {
        foreach (uint v in SegmentBorders())
        {
            AssertWithinBound(v);
            if (v > 0) AssertWithinBound(v - 1);
        }
    }

    [Fact]
    public void FromBits_IsWithinBound_OnDenseSample()
    {
        // An odd stride visits all residues; 2^31 / 10_007 inputs reach every segment of the upper 17 octaves,
        // and the lower octaves are visited completely.
        for (long v = 0; v <= LargestMagnitudeBits; v += 10_007) AssertWithinBound((uint)v);
        for (uint v = 0; v < 1 << 15; v++) AssertWithinBound(v);
    }

    [Fact]
    public void FromBits_DoesNotIncreaseWithTailProbability_BeyondBound_AtSegmentBorders()
    {
        foreach (uint v in SegmentBorders().Where(v => v > 0))
        {
            float below = NormalQuantile.FromBits(v - 1);
            float above = NormalQuantile.FromBits(v);
            Assert.True(above - below <= 2 * NormalQuantile.FixedPointError, $"v={v}: {below} then {above}");
        }
    }

    [Fact]
    public void FromBits_IsExactlySymmetric()
    {
        for (long v = 0; v <= LargestMagnitudeBits; v += 100_003)
            Assert.Equal(-NormalQuantile.FromBits((uint)v), NormalQuantile.FromBits((uint)v | 0x8000_0000));
    }

    [Fact]
    public void MapInPlace_EqualsFromBits_BitForBit_InEverySegment()
    {
        uint[] bits = [.. SegmentBorders().SelectMany(v => new[] { v, v - 1, v | 0x8000_0000, (v - 1) ^ 0x8000_0000 }), LargestMagnitudeBits];
        float[] expected = [.. bits.Select(NormalQuantile.FromBits)];
        NormalQuantile.MapInPlace(bits);
        Assert.Equal(expected.Select(BitConverter.SingleToUInt32Bits), bits);
    }

    [Fact]
    public void InterpolationTerm_IsBelowTheDocumentedMaximum()
    {
        // The derivation of FixedPointError uses p^4 |z''''| <= 2.53 for p in (0, 1/2).
        double worst = 0;
        for (int i = 0; i <= 64_000; i++)
        {
            double z = i / 10_000.0;
            double mills = NormalTail.MillsRatio(z, NormalTail.Density(z));
            worst = Math.Max(worst, (7 * z + 6 * z * z * z) * Math.Pow(mills, 4));
        }
        double units = 3.5 / (1 << 28);
        Assert.InRange(worst, 2.5, 2.53);
        Assert.True(2.53 / Math.Pow(16, 4) / 3072 + units + 1e-12 < NormalQuantile.FixedPointError);
    }

    [Fact]
    public void Coefficients_KeepTheirBits()
    {
        // FNV-1a over the table: it must be the same on every machine, or stored seeds would mean other weights.
        uint hash = 2166136261;
        foreach (int coefficient in NormalQuantile.Coefficients)
        {
            for (int shift = 0; shift < 32; shift += 8)
                hash = (hash ^ (byte)(coefficient >> shift)) * 16777619;
        }
        Assert.Equal(4 * NormalQuantile.Segments, NormalQuantile.Coefficients.Length);
        Assert.Equal(118061697u, hash);
    }

    private static void AssertWithinBound(uint v)
    {
        double p = (2.0 * v + 1) / (1L << 33);
        double exact = Math.Sqrt(2) * SpecialFunctions.ErfcInv(2 * p);
        float actual = NormalQuantile.FromBits(v);
        double halfUlp = Math.Abs((double)MathF.BitIncrement(actual) - actual) / 2;
        Assert.True(
            Math.Abs(actual - exact) <= NormalQuantile.FixedPointError + halfUlp, $"v={v}: {actual}, exact {exact:R}");
        Assert.True(Math.Abs(actual - exact) <= NormalQuantile.MaximumError);
    }

    // Smallest v of each segment that holds one: 2 v + 1 >= 2^octave (1 + segment / 16).
    private static IEnumerable<uint> SegmentBorders()
    {
        for (int octave = 0; octave < 32; octave++)
        {
            for (long segment = 16; segment < 32; segment++)
                yield return (uint)(((segment << octave) + 15) / 16 / 2);
        }
    }
}

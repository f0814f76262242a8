using System.Numerics;
using Engine.Kernels;
using Xunit;

namespace Engine.Tests.Kernels.Transforms;

public sealed unsafe class ComplexTransformTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(16)]
    [InlineData(64)]
    [InlineData(256)]
    public void Forward_EqualsTheNaiveTransform_WithinHighamsBound(int length)
    {
        using ComplexTransform transform = new(length);
        using NativeBuffer<double> data = Data(length);
        Complex[] exact = Naive(data, length);
        transform.Forward(data.Pointer, data.Pointer + length);

        double error = 0, norm = 0;
        for (int k = 0; k < length; k++)
        {
            int place = BitReversed(k, length);
            error += (exact[k] - new Complex(data.Pointer[place], data.Pointer[length + place])).SquaredMagnitude();
            norm += exact[k].SquaredMagnitude();
        }

        // The naive sum: a library sine off by one unit, a product of complex numbers (2 units more) and L additions.
        double reference = Rounding.Gamma(length + 4) * length;
        double q = Bound(transform) + reference;
        Assert.True(Math.Sqrt(error) <= q * Math.Sqrt(norm), $"error={Math.Sqrt(error)}, bound={q * Math.Sqrt(norm)}");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(32)]
    [InlineData(1 << 14)]
    public void Inverse_UndoesForward_UpToTheLength(int length)
    {
        using ComplexTransform transform = new(length);
        using NativeBuffer<double> data = Data(length);
        double[] before = data.Slice(0, 2 * length).ToArray();
        transform.Forward(data.Pointer, data.Pointer + length);
        transform.Inverse(data.Pointer, data.Pointer + length);

        double error = 0, norm = 0;
        for (int e = 0; e < 2 * length; e++)
        {
            error += Math.Pow(data.Pointer[e] / length - before[e], 2);
            norm += before[e] * before[e];
        }

        double q = Bound(transform);
        Assert.True(Math.Sqrt(error) <= (2 * q + q * q) * Math.Sqrt(norm), $"error={Math.Sqrt(error / norm)}, bound={2 * q + q * q}");
    }

    [Theory]
    [InlineData(2)]
    [InlineData(1 << 16)]
    public void TwiddleFactors_AreWithinTheirBound(int length)
    {
        using NativeBuffer<double> cosines = new(length), sines = new(length);
        TwiddleFactors.Fill(cosines.Pointer, sines.Pointer, length);
        // The library's angle is rounded, up to π, and so are its values.
        double bound = TwiddleFactors.Error(length) + (Math.PI + 2) * Rounding.Unit;
        for (int h = 1; h < length; h *= 2)
        {
            for (int j = 0; j < h; j++)
            {
                (double sine, double cosine) = Math.SinCos(Math.PI * j / h);
                double distance = Math.Sqrt(Math.Pow(cosines.Pointer[h + j] - cosine, 2) + Math.Pow(sines.Pointer[h + j] - sine, 2));
                if (distance > bound) Assert.Fail($"h={h}, j={j}: distance={distance}, bound={bound}");
            }
        }
    }

    [Theory]
    [InlineData(1, 1.0)]
    [InlineData(2, 1.0)]
    [InlineData(3, 1.0)]
    [InlineData(16, 1e12)]
    [InlineData(13, 1e-12)]
    [InlineData(100, 1.0)]
    public void Circular_EqualsTheDirectSums_WhateverTheSizesOfTheFactors(int period, double size)
    {
        using ComplexTransform transform = new(Convolution.TransformLength(period));
        using NativeBuffer<double> a = new(transform.Length), b = new(transform.Length);
        CounterRandom random = new(8, 0);
        for (int k = 0; k < period; k++)
        {
            a.Pointer[k] = size * random.Normal((ulong)k);
            b.Pointer[k] = random.Normal((ulong)(1000 + k));
        }

        double[] exact = new double[period];
        for (int i = 0; i < period; i++)
        {
            for (int j = 0; j < period; j++) exact[(i + j) % period] += a.Pointer[i] * b.Pointer[j];
        }

        double norms = Norm(a, period) * Norm(b, period), bound = TransformBounds.Convolution(transform, norms, Math.Sqrt(exact.Sum(y => y * y)));
        float[] result = new float[period];
        fixed (float* target = result) Convolution.Circular(transform, a.Pointer, b.Pointer, period, target);
        for (int k = 0; k < period; k++)
        {
            double allowed = bound + Math.Abs(exact[k]) / (1 << 24) + Rounding.Gamma(period + 1) * norms;
            Assert.True(Math.Abs(result[k] - exact[k]) <= allowed, $"k={k}: {result[k]} for {exact[k]}, allowed {allowed}");
        }
    }

    [Fact]
    public void Circular_GivesZero_WhenAFactorIsZero()
    {
        using ComplexTransform transform = new(8);
        using NativeBuffer<double> a = new(8), b = new(8);
        a.Pointer[3] = 5;
        float[] result = [1, 1, 1, 1, 1, 1, 1, 1];
        fixed (float* target = result) Convolution.Circular(transform, a.Pointer, b.Pointer, 8, target);
        Assert.All(result, y => Assert.Equal(0, y));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-2)]
    [InlineData(12)]
    [InlineData(1 << 25)]
    public void Transform_RefusesALengthThatIsNoPowerOfTwo(int length) => Assert.Throws<ArgumentOutOfRangeException>(() => new ComplexTransform(length));

    private static double Bound(ComplexTransform transform) => TransformBounds.Transform(transform);

    private static NativeBuffer<double> Data(int length)
    {
        NativeBuffer<double> data = new(2L * length);
        CounterRandom random = new(7, (uint)length);
        for (int e = 0; e < 2 * length; e++) data.Pointer[e] = random.Normal((ulong)e);
        return data;
    }

    private static Complex[] Naive(NativeBuffer<double> data, int length)
    {
        Complex[] spectrum = new Complex[length];
        for (int k = 0; k < length; k++)
        {
            for (int j = 0; j < length; j++)
            {
                // The angle's index is reduced exactly.
                (double sine, double cosine) = Math.SinCos(-2 * Math.PI * ((long)j * k % length) / length);
                spectrum[k] += new Complex(data.Pointer[j], data.Pointer[length + j]) * new Complex(cosine, sine);
            }
        }

        return spectrum;
    }

    private static int BitReversed(int k, int length)
    {
        int reversed = 0;
        for (int bit = 1; bit < length; bit *= 2, k /= 2) reversed = 2 * reversed + (k & 1);
        return reversed;
    }

    private static double Norm(NativeBuffer<double> x, int length) => Math.Sqrt(x.Slice(0, length).ToArray().Sum(value => value * value));
}

using System.Runtime.CompilerServices;

namespace Engine.Kernels;

/// <summary>Computes the coefficients of <see cref="NormalQuantile"/>: cubic interpolation at the Chebyshev nodes.</summary>
internal static class NormalQuantileTable
{
    private const int Nodes = 4;
    private const double Scale = 1 << 28;

    /// <summary>Segment (octave o, s) covers p = 2^(-2-o) (1 + (s + t) / segmentsPerOctave) for t in [0, 1).</summary>
    /// <returns>Four coefficients per segment, octave by octave.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static int[] Build(int octaves, int segmentsPerOctave)
    {
        var coefficients = new int[Nodes * octaves * segmentsPerOctave];
        ReadOnlySpan<double> nodes = ChebyshevNodes();
        Span<double> values = stackalloc double[Nodes];
        double start = 0;
        double octaveStart = 0.25;
        for (int octave = 0; octave < octaves; octave++, octaveStart /= 2)
        {
            // Downwards in p, so that each quantile is a good guess for the next.
            for (int segment = segmentsPerOctave - 1; segment >= 0; segment--)
            {
                for (int j = Nodes - 1; j >= 0; j--)
                {
                    double p = octaveStart * (1 + (segment + nodes[j]) / segmentsPerOctave);
                    start = values[j] = NormalTail.Quantile(p, start);
                }
                int row = Nodes * (octave * segmentsPerOctave + segment);
                Interpolate(nodes, values, coefficients.AsSpan(row, Nodes));
            }
        }
        return coefficients;
    }

    // (1 + cos((2 j + 1) pi / 8)) / 2 in ascending order, the cosines by half-angle square roots.
    private static double[] ChebyshevNodes()
    {
        double outer = Math.Sqrt(2 + Math.Sqrt(2)) / 2;
        double inner = Math.Sqrt(2 - Math.Sqrt(2)) / 2;
        return [(1 - outer) / 2, (1 - inner) / 2, (1 + inner) / 2, (1 + outer) / 2];
    }

    // Newton's divided differences, then expansion into powers of t.
    private static void Interpolate(ReadOnlySpan<double> t, ReadOnlySpan<double> z, Span<int> coefficients)
    {
        double d01 = (z[1] - z[0]) / (t[1] - t[0]);
        double d12 = (z[2] - z[1]) / (t[2] - t[1]);
        double d23 = (z[3] - z[2]) / (t[3] - t[2]);
        double d012 = (d12 - d01) / (t[2] - t[0]);
        double d123 = (d23 - d12) / (t[3] - t[1]);
        double c3 = (d123 - d012) / (t[3] - t[0]);
        double c2 = d012 - c3 * (t[0] + t[1] + t[2]);
        double c1 = d01 - d012 * (t[0] + t[1]) + c3 * (t[0] * t[1] + t[0] * t[2] + t[1] * t[2]);
        double c0 = z[0] - t[0] * (d01 - t[1] * (d012 - c3 * t[2]));

        // Horner floors each product it adds to c0, c1 and c2; half a unit there centres that error.
        coefficients[0] = Round(c0 * Scale + 0.5);
        coefficients[1] = Round(c1 * Scale + 0.5);
        coefficients[2] = Round(c2 * Scale + 0.5);
        coefficients[3] = Round(c3 * Scale);
    }

    private static int Round(double value) => (int)Math.Floor(value + 0.5);
}

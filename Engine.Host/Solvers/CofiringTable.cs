using System.Runtime.CompilerServices;
using Engine.Kernels;

namespace Engine;

/// <summary>P(X &gt; b, Y &gt; b; correlation r) for one b, tabulated: a square root and a polynomial of degree 7.</summary>
/// <remarks>
/// With t = sqrt((1 - r) / 2) the probability is Q(b) - (1/pi) integral_0^t exp(-b^2 / (2 (1 - v^2))) / sqrt(1 - v^2) dv, and with
/// s = sqrt((1 + r) / 2) it is (1/pi) integral_0^s exp(-b^2 / (2 v^2)) / sqrt(1 - v^2) dv (Plackett 1954, substituted). The first serves r &gt;= 0 and the
/// second r &lt; 0, so the root is at most 0.7072 and the square-root singularity at |r| = 1 is gone. Each octave of the root is cut into 32 pieces.
/// Error. On the disc of radius rho around a piece's centre c, rho = 0.25 in the highest octave and c / sqrt 2 below it, either integrand is at most
/// M = 1.25 in size: Re 1 / (1 - v^2) = Re (1 / (1 - v) + 1 / (1 + v)) / 2 &gt; 0 for |v| &lt; 1, Re 1 / v^2 &gt;= 0 within 45 degrees, and |v| &lt; 0.97. Interpolation
/// of the integral at 8 Chebyshev nodes of a piece of half-width h is then off by at most (M / 8) (rho - h)^-7 h^8 / 2^7, by Cauchy's estimate:
/// 4e-16 for h = 1/128, less below. Rounding of the sums adds less than 1e-14. The table takes 119 KiB, of which inputs with |r| &lt; 0.97 use 12.
/// </remarks>
internal sealed unsafe class CofiringTable
{
    private const int PiecesLog = 5;
    private const int Pieces = 1 << PiecesLog;

    // (1 - |r|) / 2 is 0 or at least 2^-54, its root 0 or at least 2^-27.
    private const int LowestOctave = -28;
    private const int Octaves = -LowestOctave;
    private const int Terms = 8;
    private const int Side = Octaves * Pieces * Terms;
    private const int PieceShift = 52 - PiecesLog;
    private const long FirstPiece = (long)(1023 + LowestOctave) << PiecesLog;

    private static readonly GaussLegendre s_rule = GaussLegendre.Rule(12);

    private readonly double[] _coefficients = GC.AllocateArray<double>(2 * Side, pinned: true);
    private readonly double* _first;

    /// <summary>Fills the table, in a few milliseconds.</summary>
    /// <param name="shift">b, in [0, 15].</param>
    /// <exception cref="ArgumentOutOfRangeException">b is out of range.</exception>
    public CofiringTable(double shift)
    {
        if (!(shift >= 0 && shift <= 15)) throw new ArgumentOutOfRangeException(nameof(shift), shift, $"0 <= shift <= 15 does not hold: shift={shift}.");
        Shift = shift;
        FireFraction = NormalDistribution.UpperTail(shift);
        _first = (double*)Unsafe.AsPointer(ref _coefficients[0]);
        double square = shift * shift;
        Fill(0, FireFraction, v => -Math.Exp(-square / (2 * (1 - v * v))) / (Math.PI * Math.Sqrt(1 - v * v)));
        Fill(Side, 0, v => Math.Exp(-square / (2 * v * v)) / (Math.PI * Math.Sqrt(1 - v * v)));
    }

    /// <summary>b.</summary>
    public double Shift { get; }

    /// <summary>P(X &gt; b).</summary>
    public double FireFraction { get; }

    /// <summary>P(X &gt; b, Y &gt; b); r outside [-1, 1] counts as the nearer end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double BothFire(double r)
    {
        double root = Math.Sqrt(Math.Max(0, (1 - Math.Abs(r)) * 0.5));
        long piece = Math.Max(0, (BitConverter.DoubleToInt64Bits(root) >> PieceShift) - FirstPiece);
        double u = root - Centre(piece);
        double* a = _first + (r < 0 ? Side : 0) + piece * Terms;
        double square = u * u, low = Math.FusedMultiplyAdd(a[1], u, a[0]), middle = Math.FusedMultiplyAdd(a[3], u, a[2]);
        double high = Math.FusedMultiplyAdd(Math.FusedMultiplyAdd(a[7], u, a[6]), square, Math.FusedMultiplyAdd(a[5], u, a[4]));
        return Math.FusedMultiplyAdd(Math.FusedMultiplyAdd(high, square, middle), square, low);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Centre(long piece) => BitConverter.Int64BitsToDouble(((piece + FirstPiece) << PieceShift) + (1L << (PieceShift - 1)));

    private void Fill(int start, double edge, Func<double, double> integrand)
    {
        Span<double> nodes = stackalloc double[Terms], values = stackalloc double[Terms];
        double left = 0;
        for (long piece = 0; piece < Octaves * Pieces; piece++)
        {
            double centre = Centre(piece), half = centre - BitConverter.Int64BitsToDouble((piece + FirstPiece) << PieceShift), right = centre + half;
            Span<double> target = _coefficients.AsSpan(start + (int)piece * Terms, Terms);
            // The first piece also serves a root of 0: there the integrand is constant to 2^-54.
            double middle = edge + s_rule.Integrate(integrand, left, centre);
            if (piece == 0)
            {
                target.Clear();
                target[1] = integrand(centre);
            }
            else
            {
                for (int i = 0; i < Terms; i++)
                {
                    nodes[i] = half * Math.Cos(Math.PI * (i + 0.5) / Terms);
                    values[i] = s_rule.Integrate(integrand, centre, centre + nodes[i]);
                }

                Interpolate(nodes, values, target);
            }

            target[0] += middle;
            edge += s_rule.Integrate(integrand, left, right);
            left = right;
            // Beyond sqrt(1/2) the other side serves; the integrand would leave its domain at 1.
            if (right > 0.75) break;
        }
    }

    /// <summary>Newton's divided differences, expanded to powers.</summary>
    private static void Interpolate(ReadOnlySpan<double> nodes, Span<double> values, Span<double> powers)
    {
        for (int order = 1; order < Terms; order++)
        {
            for (int i = Terms - 1; i >= order; i--) values[i] = (values[i] - values[i - 1]) / (nodes[i] - nodes[i - order]);
        }

        powers.Clear();
        for (int k = Terms - 1; k >= 0; k--)
        {
            for (int p = Terms - 1; p > 0; p--) powers[p] = powers[p - 1] - nodes[k] * powers[p];
            powers[0] = values[k] - nodes[k] * powers[0];
        }
    }
}

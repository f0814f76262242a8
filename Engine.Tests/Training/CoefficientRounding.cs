using Engine.Tests.Reference;

namespace Engine.Tests.Training;

/// <summary>Rounding of a run that keeps coefficients and updates scores (<see cref="Engine.Kernels.CandidateBlocks"/>), kept from step to step.</summary>
/// <remarks>
/// By neuron, with size = |w(0)| + Σ |c| and rows of unit norm: a score that was just computed is off by γ_(d+n) size, and every update
/// adds γ_(n+d) Σ |dc| + u (|z| + Σ |c|), |z| at most size. A refresh would end that sum; the bound lets it run on, which is still true.
/// Certified steps read coefficients from sums of all increments of a sample: each move and reading rounds those at most 16 times (<see cref="CertifiedTrace"/>).
/// </remarks>
internal sealed class CoefficientRounding(SteppedRun run) : IPointRounding
{
    private readonly double[] _drift = new double[run.Case.Width];
    private readonly double[] _travelled = new double[run.Targets.Length];
    private SparseCoefficients _last = run.Coefficients();

    public double Score(int neuron) => _drift[neuron] + SingleRounding.Gamma(run.Case.Dimension + run.Case.Samples + 2) * Size(_last, neuron);

    public double Displacement(int neuron) => SingleRounding.Gamma(run.Case.Samples + run.Case.Dimension + 4) * Size(_last, neuron, withStart: false);

    public double Advance(double share, double length)
    {
        // Every cut at least halves the length.
        int moves = 1 + (int)Math.Log2(1.0 / share);
        // The way out and part of it back, in units of what is left of the step.
        double way = (2.0 - share) / share;
        SparseCoefficients next = run.Coefficients();
        double square = 0.0;
        bool certified = run.State.Point is CertifiedPoint { Certified: true };
        double[] g = certified ? run.Gradient() : [];
        for (int p = 0; p < g.Length; p++) _travelled[p] += way * Math.Abs(run.Start.Scale * length * g[p]);
        for (int r = 0; r < run.Case.Width; r++)
        {
            double change = 0.0, now = 0.0, before = 0.0;
            Dictionary<int, float> old = [];
            for (long e = _last.Offsets[r]; e < _last.Offsets[r + 1]; e++)
            {
                old[_last.Ids[e]] = _last.Values[e];
                before += Math.Abs(_last.Values[e]);
            }

            for (long e = next.Offsets[r]; e < next.Offsets[r + 1]; e++)
            {
                old.Remove(next.Ids[e], out float c);
                change += Math.Abs(next.Values[e] - c);
                now += Math.Abs(next.Values[e]);
            }

            foreach (float c in old.Values) change += Math.Abs(c);
            double size = Size(next, r), sums = 0.0;
            int output = (int)((r + 1L) * run.Case.Outputs - 1) / run.Case.Width * run.Case.Samples;
            for (long e = next.Offsets[r]; certified && e < next.Offsets[r + 1]; e++) sums += _travelled[output + next.Ids[e]];
            sums *= 16 * moves * SingleRounding.Unit;
            // dc was rounded before it was added: |dc| is at most the change and a unit of c.
            change = way * (change + moves * SingleRounding.Unit * size);
            _drift[r] += SingleRounding.Gamma(run.Case.Samples + run.Case.Dimension + 6) * change + moves * SingleRounding.Gamma(2) * (size + change) + sums;
            // K products and their sum, the scale and its product, the share given up under a ridge, its product
            // and difference, the length, and the sum with c.
            double terms = change + (run.State.Ridge > 0.0 ? way * (now + before) : 0.0);
            double rounding = SingleRounding.Gamma(run.Case.Outputs + 8) * terms + moves * SingleRounding.Gamma(2) * (now + change) + sums;
            square += rounding * rounding;
        }

        _last = next;
        return Math.Sqrt(square);
    }

    private double Size(SparseCoefficients coefficients, int neuron, bool withStart = true)
    {
        int d = run.Case.Dimension;
        double size = withStart ? Dense.Norm(run.Start.Weights.AsSpan(neuron * d, d)) : 0.0;
        for (long e = coefficients.Offsets[neuron]; e < coefficients.Offsets[neuron + 1]; e++) size += Math.Abs(coefficients.Values[e]);
        return size;
    }
}

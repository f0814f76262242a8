using Engine.Tests.Kernels;
using Engine.Tests.Reference;
using MathNet.Numerics.LinearAlgebra;

namespace Engine.Tests.Training;

/// <summary>Error bounds of a sparse run, kept from step to step.</summary>
/// <remarks>
/// By neuron, with size = |w(0)| + Σ |c| and rows of unit norm: a score that was just computed is off by γ_(d+n) size, and every update
/// adds γ_(n+d) Σ |dc| + u (|z| + Σ |c|), |z| at most size. A refresh would end that sum; the bound lets it run on, which is still true.
/// </remarks>
internal sealed class StepBounds(SteppedRun run)
{
    private readonly double[] _drift = new double[run.Case.Width];
    private SparseCoefficients _last = run.Coefficients();

    /// <summary>By neuron: how far a score of the library may be from the exact one of W(0) + C X.</summary>
    internal double Score(int neuron) => _drift[neuron] + SingleRounding.Gamma(run.Case.Dimension + run.Case.Samples + 2) * Size(_last, neuron);

    /// <summary>Takes note of a step.</summary>
    /// <param name="share">Share of the first length that was taken. Every cut at least halves it, so there were at most log₂(1 / share).</param>
    /// <returns>Bound on |W - (W before + the step in exact arithmetic)|: what rounding the coefficients does.</returns>
    internal double Advance(double share)
    {
        int moves = 1 + (int)Math.Log2(1.0 / share);
        // The way out and part of it back, in units of what is left of the step.
        double way = (2.0 - share) / share;
        SparseCoefficients next = run.Coefficients();
        double square = 0.0;
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
            double size = Size(next, r);
            // dc was rounded before it was added: |dc| is at most the change and a unit of c.
            change = way * (change + moves * SingleRounding.Unit * size);
            _drift[r] += SingleRounding.Gamma(run.Case.Samples + run.Case.Dimension + 6) * change + moves * SingleRounding.Gamma(2) * (size + change);
            // K products and their sum, the scale and its product, the share given up under a ridge, its product
            // and difference, the length, and the sum with c.
            double terms = change + (run.State.Ridge > 0.0 ? way * (now + before) : 0.0);
            double rounding = SingleRounding.Gamma(run.Case.Outputs + 8) * terms + moves * SingleRounding.Gamma(2) * (now + change);
            square += rounding * rounding;
        }

        _last = next;
        return Math.Sqrt(square);
    }

    /// <summary>Bounds on the library's outputs, (K, n), for exact scores (m, n) of the present point.</summary>
    internal double[] Outputs(DenseNetwork point, double[] scores)
    {
        int n = run.Case.Samples;
        double[] bounds = new double[point.Outputs * n];
        for (int pair = 0; pair < scores.Length; pair++)
        {
            double bound = Score(pair / n), above = scores[pair] - point.Shift;
            if (above <= -bound) continue;
            for (int k = 0; k < point.Outputs; k++)
            {
                double sign = Math.Abs(point.Signs[pair / n * point.Outputs + k]);
                bounds[k * n + pair % n] += point.Scale * sign * (bound + SingleRounding.Gamma(3) * (Math.Abs(above) + bound));
            }
        }

        return bounds;
    }

    /// <summary>Bounds on the library's J (W - W(0)), (K, n).</summary>
    internal double[] Linear(DenseGaussNewton newton)
    {
        int n = run.Case.Samples;
        DenseNetwork point = newton.Network;
        double[] bounds = new double[point.Outputs * n];
        for (int pair = 0; pair < newton.Fires.Length; pair++)
        {
            if (!newton.Fires[pair]) continue;
            double size = Size(_last, pair / n, withStart: false);
            for (int k = 0; k < point.Outputs; k++)
            {
                double sign = Math.Abs(point.Signs[pair / n * point.Outputs + k]);
                bounds[k * n + pair % n] += point.Scale * sign * SingleRounding.Gamma(n + run.Case.Dimension + 4) * size;
            }
        }

        return bounds;
    }

    /// <summary>Bound on |(J Jᵀ + D) g - right-hand side| for the library's g: element by element for Cholesky, as a norm for conjugate gradients.</summary>
    /// <remarks>
    /// The right-hand side inherits the errors of f and J (W - W(0)). Cholesky: the kernel's γ_d |G| |g|, the same in the shift, g rounded
    /// to fp32, and Higham's backward error γ_(3n+1) |L| |Lᵀ| |g| in double, where (|L| |Lᵀ|)_ij is at most the root of A_ii A_jj.
    /// Conjugate gradients stop at 1e-5 of the right-hand side by a recurred residual; each product in fp32 moves the true one away by
    /// δ |α p|, δ = γ |co-firing counts|, and |α p| is at most twice the longest iterate: √κ |g|, since iterates grow in the energy norm.
    /// </remarks>
    internal double Residual(DenseGaussNewton newton, double[] g, double[] outputs, int iterations)
    {
        int n = run.Case.Samples, order = g.Length;
        Matrix<double> system = newton.System;
        double[] linear = newton.Ridge > 0.0 ? Linear(newton) : new double[order];
        double square = 0.0;
        for (int p = 0; p < order; p++)
        {
            double single = 0.0, root = 0.0;
            for (int q = 0; q < order; q++)
            {
                single += Math.Abs(system[p, q] * g[q]);
                root += Math.Sqrt(system[p, p] * system[q, q]) * Math.Abs(g[q]);
            }

            double row = outputs[p] + linear[p] + SingleRounding.Gamma(run.Case.Dimension + 4) * single + Rounding.Gamma(3 * n + 4) * root;
            square += row * row;
        }

        double bound = Math.Sqrt(square);
        if (run.Case.Wiring == OutputWiring.Grouped) return bound;
        double delta = SingleRounding.Gamma(run.Case.Outputs + n + run.Case.Dimension + 5) * CofiringNorm(newton.Network, newton.Fires);
        return bound + 1e-5 * newton.RightHandSide.L2Norm()
            + (iterations + 1) * 2.0 * Math.Sqrt(system.ConditionNumber()) * delta * Dense.Norm(g);
    }

    /// <summary>The norm of the matrix of s² Σ_r |a_rk| |a_rl| [r fires on i and j]: products in fp32 are off by γ times it.</summary>
    internal static double CofiringNorm(DenseNetwork point, bool[] fires)
    {
        // One-dimensional samples of length one have kernel 1, and positive signs add up: what is left is the count.
        int n = fires.Length / point.Width;
        double[] ones = [.. Enumerable.Repeat(1.0, n)];
        DenseNetwork counts = new(1, point.Outputs, point.Shift, point.Scale, new double[point.Width], [.. point.Signs.Select(Math.Abs)]);
        return counts.Gram(fires, ones).FrobeniusNorm();
    }

    private double Size(SparseCoefficients coefficients, int neuron, bool withStart = true)
    {
        int d = run.Case.Dimension;
        double size = withStart ? Dense.Norm(run.Start.Weights.AsSpan(neuron * d, d)) : 0.0;
        for (long e = coefficients.Offsets[neuron]; e < coefficients.Offsets[neuron + 1]; e++) size += Math.Abs(coefficients.Values[e]);
        return size;
    }
}

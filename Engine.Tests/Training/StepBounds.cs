using Engine.Tests.Reference;
using MathNet.Numerics.LinearAlgebra;

namespace Engine.Tests.Training;

/// <summary>Error bounds of a sparse run, kept from step to step.</summary>
internal sealed class StepBounds(SteppedRun run)
{
    /// <summary>What follows from how the point is held.</summary>
    internal IPointRounding Rounding { get; } = run.State.HasLists ? new CoefficientRounding(run) : new WeightRounding(run);

    /// <summary>Bounds on the library's outputs, (K, n), for exact scores (m, n) of the present point.</summary>
    internal double[] Outputs(DenseNetwork point, double[] scores)
    {
        int n = run.Case.Samples;
        double[] bounds = new double[point.Outputs * n];
        for (int pair = 0; pair < scores.Length; pair++)
        {
            double bound = Rounding.Score(pair / n), above = scores[pair] - point.Shift;
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
            double bound = Rounding.Displacement(pair / n);
            for (int k = 0; k < point.Outputs; k++)
            {
                double sign = Math.Abs(point.Signs[pair / n * point.Outputs + k]);
                bounds[k * n + pair % n] += point.Scale * sign * bound;
            }
        }

        return bounds;
    }

    /// <summary>Bound on |(S J Jᵀ S + D) v - right-hand side| for v of the library's g = S v: element by element for Cholesky, as a norm for conjugate gradients.</summary>
    /// <remarks>
    /// The right-hand side inherits the errors of f and J (W - W(0)). Cholesky: the kernel's γ_d |G| |g|, the same in the shift, g rounded
    /// to fp32, and Higham's backward error γ_(3n+1) |L| |Lᵀ| |g| in double, where (|L| |Lᵀ|)_ij is at most the root of A_ii A_jj.
    /// Conjugate gradients are refined to 1e-5 of the right-hand side by residuals in double, of products that the kernel's bound covers.
    /// </remarks>
    internal double Residual(DenseGaussNewton newton, double[] v, double[] outputs)
    {
        int n = run.Case.Samples, order = v.Length;
        Matrix<double> system = newton.System;
        double[] linear = newton.Ridge > 0.0 ? Linear(newton) : new double[order];
        double square = 0.0;
        for (int p = 0; p < order; p++)
        {
            double single = 0.0, root = 0.0;
            for (int q = 0; q < order; q++)
            {
                single += Math.Abs(system[p, q] * v[q]);
                root += Math.Sqrt(system[p, p] * system[q, q]) * Math.Abs(v[q]);
            }

            double row = outputs[p] + newton.Root[p] * linear[p] + SingleRounding.Gamma(run.Case.Dimension + 4) * single + Kernels.Rounding.Gamma(3 * n + 4) * root;
            square += row * row;
        }

        return Math.Sqrt(square) + (run.Case.Wiring == OutputWiring.Dense ? 1e-5 * newton.RightHandSide.L2Norm() : 0.0);
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
}

using MathNet.Numerics.LinearAlgebra;

namespace Engine.Tests.Reference;

/// <summary>One full Gauss-Newton step of a dense network: the system (J Jᵀ + D) g = right-hand side and where g leads.</summary>
/// <remarks>
/// The step V - D from the displacement D = W - W(0) minimises ½ |f - y + J (V - D)|² + μ/2 |V|² + λ/2 |V - D|². With σ = μ / (μ + λ), 0
/// without a ridge, V = (1 - σ) D - Jᵀ g and (J Jᵀ + μ + λ) g = f - y - σ J D. For another loss than the squared one, of gradient S u and curvature S² in the
/// outputs, S J and u take the places of J and f - y, and g is S times the solution.
/// </remarks>
internal sealed class DenseGaussNewton
{
    /// <summary>Builds the system.</summary>
    /// <param name="network">The present point.</param>
    /// <param name="origin">W(0), (m, d).</param>
    /// <param name="fires">The mask that defines J; the caller may settle ties of the rounding band its own way.</param>
    /// <param name="rows">X, (n, d).</param>
    /// <param name="targets">y, (K, n).</param>
    /// <param name="ridge">μ, absolute.</param>
    /// <param name="damping">λ relative to the mean diagonal of J Jᵀ.</param>
    /// <param name="root">S, (K, n); null for 1.</param>
    /// <param name="scaled">u, (K, n); null for f - y.</param>
    internal DenseGaussNewton(
        DenseNetwork network, double[] origin, bool[] fires, double[] rows, double[] targets, double ridge, double damping, double[]? root = null, double[]? scaled = null)
    {
        (Network, Fires, Rows, Ridge) = (network, fires, rows, ridge);
        Displacement = [.. network.Weights.Zip(origin, (w, start) => w - start)];
        Root = root ?? [.. Enumerable.Repeat(1.0, targets.Length)];
        Gram = network.Gram(fires, rows).MapIndexed((p, q, value) => Root[p] * value * Root[q]);
        Outputs = network.Forward(rows);
        int n = targets.Length / network.Outputs;
        double absolute = damping * Gram.Diagonal().Average();
        Shifts = Vector<double>.Build.Dense(targets.Length, ridge + absolute);
        Shrink = ridge > 0.0 ? ridge / (ridge + absolute) : 0.0;
        Linear = [.. LinearImage().Zip(Root, (image, s) => s * image)];
        RightHandSide = Vector<double>.Build.Dense(targets.Length, p => (scaled is null ? Outputs[p] - targets[p] : scaled[p]) - Shrink * Linear[p]);
    }

    internal DenseNetwork Network { get; }

    internal bool[] Fires { get; }

    internal double[] Rows { get; }

    internal double Ridge { get; }

    /// <summary>σ: the share of the displacement a full step gives up.</summary>
    internal double Shrink { get; }

    /// <summary>W - W(0).</summary>
    internal double[] Displacement { get; }

    /// <summary>f, (K, n).</summary>
    internal double[] Outputs { get; }

    /// <summary>S.</summary>
    internal double[] Root { get; }

    /// <summary>S J Jᵀ S.</summary>
    internal Matrix<double> Gram { get; }

    /// <summary>Ridge and damping by row of the system.</summary>
    internal Vector<double> Shifts { get; }

    /// <summary>S J (W - W(0)).</summary>
    internal double[] Linear { get; }

    internal Vector<double> RightHandSide { get; }

    internal Matrix<double> System => Gram + Matrix<double>.Build.DiagonalOfDiagonalVector(Shifts);

    /// <summary>The solution by Cholesky; g is S times it.</summary>
    internal double[] Solve() => [.. System.Cholesky().Solve(RightHandSide)];

    /// <summary>W after the share <paramref name="length"/> of the step that belongs to <paramref name="g"/>.</summary>
    internal double[] WeightsAfter(ReadOnlySpan<double> g, double length)
    {
        double[] change = Network.TransposedJacobian(Fires, Rows, g);
        double[] weights = new double[change.Length];
        for (int j = 0; j < weights.Length; j++)
            weights[j] = Network.Weights[j] - length * (change[j] + Shrink * Displacement[j]);
        return weights;
    }

    private double[] LinearImage()
    {
        int n = Rows.Length / Network.Dimension;
        double[] products = Dense.TimesTransposed(Displacement, Rows, Network.Dimension), linear = new double[Network.Outputs * n];
        for (int r = 0; r < Network.Width; r++)
        {
            for (int i = 0; i < n; i++)
            {
                if (!Fires[r * n + i]) continue;
                for (int k = 0; k < Network.Outputs; k++)
                    linear[k * n + i] += Network.Scale * Network.Signs[r * Network.Outputs + k] * products[r * n + i];
            }
        }

        return linear;
    }
}

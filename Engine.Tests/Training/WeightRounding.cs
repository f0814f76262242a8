using Engine.Tests.Reference;

namespace Engine.Tests.Training;

/// <summary>Rounding of a run that holds its weights (<see cref="WeightPoint"/>).</summary>
/// <remarks>
/// A score is one chain of d fused multiply-adds from the weights as they are: γ_d |w|, rows having unit norm. A step is a chain over the p samples the neuron
/// fired on: with S = Σ |c| along all moves of a line search, γ_p (|w| + S) a move, and the coefficients are products of K + 3 roundings: γ_(K+3) S; lengths are fp32: 2 u S.
/// Under a ridge the step is formed first, its share of the displacement among the terms of S, and then added once a move.
/// </remarks>
internal sealed class WeightRounding : IPointRounding
{
    private readonly SteppedRun _run;
    private DenseNetwork _point;
    private bool[] _fires;

    internal WeightRounding(SteppedRun run) => (_run, _point, _fires) = (run, run.Point(), run.Fires());

    public double Score(int neuron) => SingleRounding.Gamma(_run.Case.Dimension + 2) * Dense.Norm(Row(_point.Weights, neuron));

    public double Displacement(int neuron) => SingleRounding.Gamma(_run.Case.Dimension + 4) * MovedBy(neuron);

    public double Advance(double share, double length)
    {
        int moves = 1 + (int)Math.Log2(1.0 / share), n = _run.Case.Samples;
        // The way out and part of it back, in units of what is left of the step.
        double way = (2.0 - share) / share, square = 0.0;
        double[] g = _run.Gradient();
        for (int r = 0; r < _run.Case.Width; r++)
        {
            // A full step gives up at most all of the displacement.
            double terms = _run.State.Ridge > 0.0 ? MovedBy(r) : 0.0;
            int fired = 0;
            for (int i = 0; i < n; i++)
            {
                if (!_fires[r * n + i]) continue;
                fired++;
                for (int k = 0; k < _point.Outputs; k++) terms += _point.Scale * Math.Abs(_point.Signs[r * _point.Outputs + k] * g[k * n + i]);
            }

            if (terms == 0.0) continue;
            double sum = way * length * terms * (1.0 + SingleRounding.Gamma(fired + 8)), norm = Dense.Norm(Row(_point.Weights, r));
            double rounding = moves * SingleRounding.Gamma(fired + 3) * (norm + sum) + SingleRounding.Gamma(fired + _point.Outputs + 8) * sum;
            square += rounding * rounding;
        }

        (_point, _fires) = (_run.Point(), _run.Fires());
        return Math.Sqrt(square);
    }

    private double MovedBy(int neuron) => Dense.Distance(Row(_point.Weights, neuron).ToArray(), Row(_run.Start.Weights, neuron).ToArray());

    private ReadOnlySpan<double> Row(double[] weights, int neuron) => weights.AsSpan(neuron * _run.Case.Dimension, _run.Case.Dimension);
}

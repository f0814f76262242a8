using Engine.Tests.Kernels;
using MathNet.Numerics.LinearAlgebra;
using Xunit;

namespace Engine.Tests.Reference;

/// <summary>The oracle has to be right itself: its pieces against each other and against differences.</summary>
public sealed class DenseNetworkTests
{
    private const int Width = 24, Dimension = 5, Samples = 7, Outputs = 3;

    [Theory]
    [InlineData(OutputWiring.Grouped)]
    [InlineData(OutputWiring.Dense)]
    public void Gradient_MatchesCentralDifferences_AwayFromKinks(OutputWiring wiring)
    {
        DenseNetwork network = Network(wiring);
        double[] rows = Dense.Of(RandomRows.Unit(Samples, Dimension, seed: 1));
        double[] targets = [.. Enumerable.Range(0, Outputs * Samples).Select(i => Math.Cos(i))];
        double[] gradient = network.TransposedJacobian(network.Fires(rows), rows, Residual(network, rows, targets));

        // f is piecewise linear, so the loss is quadratic and central differences are exact, as long as no score crosses the shift:
        // a score moves by at most the step. What is left is cancellation, a few units of the loss over the step.
        const double Step = 1e-4;
        Assert.All(network.Scores(rows), z => Assert.True(Math.Abs(z - network.Shift) > Step));
        double loss = Loss(network, rows, targets), bound = Rounding.Gamma(4 * (Width + Dimension + Samples * Outputs)) * (1.0 + loss) / Step;
        for (int j = 0; j < network.Weights.Length; j++)
        {
            double difference = (Loss(Shifted(j, Step), rows, targets) - Loss(Shifted(j, -Step), rows, targets)) / (2.0 * Step);
            Check.Near(difference, gradient[j], bound, $"weight {j}");
        }

        DenseNetwork Shifted(int j, double change)
        {
            double[] weights = [.. network.Weights];
            weights[j] += change;
            return network.With(weights);
        }
    }

    [Theory]
    [InlineData(OutputWiring.Grouped)]
    [InlineData(OutputWiring.Dense)]
    public void Gram_EqualsJacobianTimesItsTranspose(OutputWiring wiring)
    {
        DenseNetwork network = Network(wiring);
        double[] rows = Dense.Of(RandomRows.Unit(Samples, Dimension, seed: 2));
        bool[] fires = network.Fires(rows);
        Matrix<double> jacobian = network.Jacobian(fires, rows), gram = network.Gram(fires, rows);
        Matrix<double> product = jacobian.TransposeAndMultiply(jacobian), size = jacobian.PointwiseAbs();
        Matrix<double> bound = size.TransposeAndMultiply(size) * Rounding.Gamma(2 * Width * Dimension);
        for (int p = 0; p < gram.RowCount; p++)
        {
            for (int q = 0; q < gram.ColumnCount; q++)
                Check.Near(gram[p, q], product[p, q], bound[p, q], $"({p}, {q})");
        }

        Assert.Contains(fires, fired => fired);
        Assert.Contains(fires, fired => !fired);
    }

    [Theory]
    [InlineData(OutputWiring.Grouped, 0.0)]
    [InlineData(OutputWiring.Dense, 0.0)]
    [InlineData(OutputWiring.Grouped, 0.3)]
    [InlineData(OutputWiring.Dense, 0.3)]
    public void Step_SolvesTheNormalEquations_OfTheLinearisedProblem(OutputWiring wiring, double ridge)
    {
        DenseNetwork start = Network(wiring);
        double[] rows = Dense.Of(RandomRows.Unit(Samples, Dimension, seed: 3));
        double[] targets = [.. Enumerable.Range(0, Outputs * Samples).Select(i => Math.Sin(i))];
        DenseNetwork moved = start.With([.. start.Weights.Select((w, j) => w + 0.1 * Math.Sin(3.0 * j))]);
        DenseGaussNewton newton = new(moved, start.Weights, moved.Fires(rows), rows, targets, ridge, damping: 1e-2);
        double[] after = newton.WeightsAfter(newton.Solve(), length: 1.0);

        // Jᵀ (e + J δ) + μ V + λ δ = 0, from J itself; QR of the stacked least-squares problem would say the same.
        Matrix<double> jacobian = moved.Jacobian(newton.Fires, rows);
        Vector<double> change = Vector<double>.Build.Dense([.. after.Zip(moved.Weights, (a, b) => a - b)]);
        Vector<double> displacement = Vector<double>.Build.Dense([.. after.Zip(start.Weights, (a, b) => a - b)]);
        Vector<double> error = Vector<double>.Build.Dense(Residual(moved, rows, targets)) + jacobian * change;
        Vector<double> stationarity = jacobian.TransposeThisAndMultiply(error) + ridge * displacement + (newton.Shifts[0] - ridge) * change;
        double condition = newton.System.ConditionNumber();
        Assert.True(stationarity.L2Norm() <= condition * Rounding.Gamma(10 * Width * Dimension) * newton.RightHandSide.L2Norm());
    }

    private static DenseNetwork Network(OutputWiring wiring)
    {
        using NetworkCore core = new(Width, Dimension, Outputs, shift: 0.4f, wiring, seed: 5);
        return DenseNetwork.Of(core);
    }

    private static double[] Residual(DenseNetwork network, double[] rows, double[] targets) =>
        [.. network.Forward(rows).Zip(targets, (f, y) => f - y)];

    private static double Loss(DenseNetwork network, double[] rows, double[] targets)
    {
        double[] residual = Residual(network, rows, targets);
        return Dense.Dot(residual, residual) / 2.0;
    }
}

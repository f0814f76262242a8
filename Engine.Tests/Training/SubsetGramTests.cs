using Engine.Tests.Reference;
using MathNet.Numerics.LinearAlgebra;
using Xunit;

namespace Engine.Tests.Training;

public sealed class SubsetGramTests
{
    [Theory]
    [InlineData(OutputWiring.Grouped, 1)]
    [InlineData(OutputWiring.Grouped, 3)]
    [InlineData(OutputWiring.Dense, 3)]
    public void Matrix_IsTheGramMatrixOfEveryStepthSample(OutputWiring wiring, int step)
    {
        using SteppedRun run = new(new TrainingCase { Outputs = 2, Wiring = wiring });
        int n = run.Case.Samples;
        using SubsetGram subset = new(run.State, (n + step - 1) / step);
        Assert.Equal(((n + step - 1) / step, step), (subset.Order, subset.Step));
        Matrix<double> whole = run.Start.Gram(run.Fires(), run.Rows);
        foreach (int k in new[] { 0, 1 })
        {
            subset.Build(k);
            double mean = 0;
            for (int i = 0; i < n; i++) mean += whole[k * n + i, k * n + i] / n;
            Check.Near(subset.MeanDiagonal(k), mean, SingleRounding.Gamma(run.Case.Dimension + 2) * mean, $"mean diagonal of output {k}");
            for (int i = 0; i < subset.Order; i++)
            {
                for (int j = 0; j <= i; j++)
                {
                    // Counts are exact, products of unit rows are off by gamma_d, and counts are at most the diagonal's.
                    double bound = SingleRounding.Gamma(run.Case.Dimension + 2) * whole[k * n + i * step, k * n + i * step];
                    Check.Near(subset.Matrix.Slice((long)i * subset.Stride + j, 1)[0], whole[k * n + i * step, k * n + j * step], bound, $"output {k}: {i}, {j}");
                }
            }
        }
    }
}

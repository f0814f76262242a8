using Engine.Kernels;
using Engine.Tests.House;
using Engine.Tests.Kernels;
using FsCheck;
using FsCheck.Fluent;
using MathNet.Numerics.LinearAlgebra;
using Xunit;
using Check = FsCheck.Check;
using Near = Engine.Tests.Reference.Check;

namespace Engine.Tests.Solvers;

/// <summary>The Jacobian of one output and of the mean of all, against the whole one formed.</summary>
public sealed class FireJacobianPartTests
{
    [Fact]
    public void Parts_AreBlocksOfTheWhole() => Check.One(Properties.Of(40), Prop.ForAll(JacobianCase.Generator.ToArbitrary(), given =>
    {
        using SolverNetwork network = (given with { Dual = false }).Create();
        int n = given.Samples;
        Matrix<double> jacobian = network.Start.Jacobian(network.Fires(), network.Rows), mean = Matrix<double>.Build.Dense(n, n);
        double[] u = Matrices.Vector(n, given.Seed), image = new double[n];
        for (int k = 0; k < given.Outputs; k++)
        {
            Matrix<double> rows = jacobian.SubMatrix(k * n, n, 0, jacobian.ColumnCount), block = rows * rows.Transpose();
            mean += block / given.Outputs;
            FireJacobian single = network.Jacobian.Single(k);
            Assert.Equal(n, single.Rows);
            single.GramTimes(u, image);
            Same(block, $"{given}: output {k}");
        }

        network.Jacobian.Pooled().GramTimes(u, image);
        Same(mean, $"{given}: mean");

        void Same(Matrix<double> expected, string what)
        {
            Vector<double> product = expected * Vector<double>.Build.Dense(u);
            // Rows have norm 1 and entries of J J^T are positive counts times products of rows: all sums are at most these, times d.
            double size = given.Dimension * expected.Diagonal().Maximum() * u.Sum(Math.Abs);
            for (int i = 0; i < n; i++) Near.Near(image[i], product[i], Rounding.Gamma(given.Width + given.Dimension + 60) * size, $"{what}, element {i}");
        }
    }));
}

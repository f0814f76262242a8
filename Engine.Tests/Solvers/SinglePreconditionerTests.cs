using Engine.Kernels;
using Engine.Tests.Reference;
using MathNet.Numerics.LinearAlgebra;
using Xunit;

namespace Engine.Tests.Solvers;

public sealed class SinglePreconditionerTests
{
    /// <summary>
    /// Higham, Theorem 10.4: the solution solves a system that differs by at most γ_3n+1 |L| |Lᵀ|, here with u of fp32, and (|L| |Lᵀ|)_ij is at most the root of
    /// A_ii A_jj, up to the same factor; H is rounded once.
    /// </summary>
    [Theory]
    [InlineData(1, 1)]
    [InlineData(31, 2)]
    [InlineData(191, 3)]
    [InlineData(192, 1)]
    [InlineData(193, 2)]
    [InlineData(421, 3)]
    public void Apply_SolvesTheSystem(int order, int count)
    {
        const double Ridge = 0.01;
        Matrix<double> matrix = Matrices.Definite(order, 100, seed: order);
        using WorkerTeam team = new(2);
        using SinglePreconditioner preconditioner = Build(matrix, Ridge, team)!;
        Assert.Equal((Ridge, order), (preconditioner.Shift, preconditioner.Rank));
        double[] b = Matrices.Vector(count * order, 5), x = new double[b.Length];
        preconditioner.ApplyAll(b, x);
        Matrix<double> system = matrix + Ridge * Matrix<double>.Build.DenseIdentity(order);
        for (int q = 0; q < count; q++)
        {
            Vector<double> solution = Vector<double>.Build.Dense(x.AsSpan(q * order, order).ToArray()), image = system * solution;
            for (int i = 0; i < order; i++)
            {
                double root = 0;
                for (int j = 0; j < order; j++) root += Math.Sqrt(system[i, i] * system[j, j]) * Math.Abs(solution[j]);
                Check.Near(image[i], b[q * order + i], SingleRounding.Gamma(3 * order + 5) * root, $"order {order}, vector {q}, row {i}");
            }
        }
    }

    [Fact]
    public void Apply_GivesTheSameBits_ForEveryTeamSize_AloneAndInCompany()
    {
        const int Order = 300;
        Matrix<double> matrix = Matrices.Definite(Order, 100, seed: 3);
        using WorkerTeam one = new(1), three = new(3);
        using SinglePreconditioner first = Build(matrix, 0, one)!, second = Build(matrix, 0, three)!;
        double[] b = Matrices.Vector(2 * Order, 6), x = new double[b.Length], y = new double[b.Length], alone = new double[Order];
        first.ApplyAll(b, x);
        second.ApplyAll(b, y);
        second.Apply(b.AsSpan(Order), alone);
        Assert.Equal(x, y);
        Assert.Equal(x[Order..], alone);
    }

    /// <summary>The infinite-width kernel in fp32 preconditions as the one in fp64 does.</summary>
    [Fact]
    public void Analytic_HasTheConditionOfTheOneInDouble()
    {
        float[] rows = SolverNetwork.Digits(150, centred: true, out int dimension, out _);
        using SolverNetwork network = new(rows, dimension, 4096, 1, OutputWiring.Grouped, 1f, seed: 5);
        InfiniteWidthKernel kernel = new(1);
        using SinglePreconditioner single = Preconditioners.AnalyticSingle(kernel, network.Samples, 1e-6, network.Team)!;
        using CholeskyPreconditioner exact = Preconditioners.Analytic(kernel, network.Samples, 1e-6, network.Team)!;
        double Condition(IPreconditioner m) => ConditionEstimate.Of(network.Gram, m, new CounterRandom(1, 1), 150, CancellationToken.None).Condition;
        // Eigenvalues of H move by at most n u32 times its diagonal, P(N > 1) = 0.16; the smallest is above a hundredth of that.
        double moved = SingleRounding.Gamma(3 * 150) * 150 * 100;
        Assert.InRange(Condition(single) / Condition(exact), 1 / (1 + moved), 1 + moved);
    }

    [Fact]
    public void Build_AddsToTheDiagonal_OrGivesUp()
    {
        using WorkerTeam team = new(1);
        using SinglePreconditioner? lifted = Build(Matrices.WithEigenvalues(4, [-0.001, 1, 1, 1]), 0, team);
        Assert.InRange(lifted!.Shift, 0.001, 0.1);
        Assert.Null(Build(Matrices.WithEigenvalues(4, [-100, 1, 1, 1]), 0, team));
        Assert.Null(Build(Matrix<double>.Build.Dense(3, 3, double.NaN), 0, team));
        using SinglePreconditioner? empty = SinglePreconditioner.TryBuild(0, (_, _, _) => { }, 0, team);
        empty!.Apply([], []);
    }

    private static SinglePreconditioner? Build(Matrix<double> matrix, double ridge, WorkerTeam team) => SinglePreconditioner.TryBuild(
        matrix.RowCount,
        (first, count, rows) =>
        {
            for (int i = 0; i < count; i++)
            {
                for (int j = 0; j < matrix.RowCount; j++) rows.Slice((long)i * matrix.RowCount + j, 1)[0] = matrix[first + i, j];
            }
        },
        ridge, team);
}

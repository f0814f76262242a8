using Engine.Kernels;
using Xunit;

namespace Engine.Tests.Kernels;

public sealed class CholeskyRepeatabilityTests
{
    [Theory]
    [InlineData(97)]
    [InlineData(331)]
    public void Results_HaveTheSameBits_ForEveryTeamSizeAndVectorWidth(int order)
    {
        double[,] given = DefiniteMatrices.KernelMatrix(order, ridge: 1e-3, seed: 8);
        (double[,] Lower, double[] Solutions, double[] Diagonal, double Trace) expected = Compute(given, threads: 1, wide: false);
        foreach (bool wide in new[] { true, false })
        {
            foreach (int threads in new[] { 1, 2, 3, 5 })
            {
                (double[,] Lower, double[] Solutions, double[] Diagonal, double Trace) actual = Compute(given, threads, wide);
                Assert.Equal(expected.Lower, actual.Lower);
                Assert.Equal(expected.Solutions, actual.Solutions);
                Assert.Equal(expected.Diagonal, actual.Diagonal);
                Assert.Equal(expected.Trace, actual.Trace);
            }
        }
    }

    [Fact]
    public void FactorAndSolves_AllocateNothing_AfterTheFirstTime()
    {
        const int order = 200;
        // A team of one runs every item on this thread, whose allocations are the ones counted.
        using WorkerTeam team = new(1);
        using Cholesky cholesky = new(order, team);
        using NativeBuffer<double> matrix = new(order * order);
        double[] vector = new double[order];
        Assert.Equal(0, AllocatedBytes.By(Round));

        void Round()
        {
            Span<double> elements = matrix.Slice(0, order * order);
            elements.Clear();
            for (int i = 0; i < order; i++) elements[i * order + i] = 4.0;
            cholesky.Factor(matrix, order);
            cholesky.Solve(vector);
            cholesky.InverseDiagonal(vector);
        }
    }

    private static (double[,] Lower, double[] Solutions, double[] Diagonal, double Trace) Compute(double[,] given, int threads, bool wide)
    {
        int order = given.GetLength(0);
        using WorkerTeam team = new(threads);
        using GuardedMatrix matrix = GuardedMatrix.Of(given);
        using Cholesky cholesky = new(order, team, wide);
        Assert.Equal(FactorStatus.Success, matrix.Factor(cholesky).Status);
        double[] solutions = [.. Enumerable.Range(0, 20 * order).Select(i => 1.0 / (i + 1))];
        cholesky.Solve(solutions);
        double[] diagonal = new double[order];
        double trace = cholesky.InverseDiagonal(diagonal);
        return (matrix.Lower(), solutions, diagonal, trace);
    }
}

using Engine.Kernels;

namespace Engine;

/// <summary>The approximations of (G + ridge I)^-1 for G = J J^T of one output, n x n, cheapest in n and m first; NOTES.md says which when.</summary>
internal static unsafe class Preconditioners
{
    /// <summary>From the infinite-width kernel: costs nothing that grows with m, serves every step.</summary>
    /// <param name="kernel">The kernel of the network's shift.</param>
    /// <param name="samples">X, unit rows.</param>
    /// <param name="ridge">At least 0.</param>
    /// <param name="team">Who does the work.</param>
    /// <remarks>n^2 d / 2 + n^3 / 3 operations.</remarks>
    public static CholeskyPreconditioner? Analytic(InfiniteWidthKernel kernel, PackedRows samples, double ridge, WorkerTeam team) =>
        CholeskyPreconditioner.TryBuild(samples.Count, (matrix, stride) => kernel.FillLower(samples, matrix, stride, team), ridge, team);

    /// <summary>The same with a factor in fp32, in half the memory: the large preconditioner of <see cref="GramSolver.Analytic"/>.</summary>
    /// <param name="kernel">The kernel of the network's shift.</param>
    /// <param name="samples">X, unit rows.</param>
    /// <param name="ridge">At least 0.</param>
    /// <param name="team">Who does the work.</param>
    /// <remarks>2 n^2 d + n^3 / 3 operations in fp32; n^2 floats.</remarks>
    public static SinglePreconditioner? AnalyticSingle(InfiniteWidthKernel kernel, PackedRows samples, double ridge, WorkerTeam team) =>
        SinglePreconditioner.TryBuild(samples.Count, (first, count, rows) =>
        {
            var some = new float[count * samples.Dimension];
            for (int i = 0; i < count; i++) samples.RowSpan(first + i).CopyTo(some.AsSpan(i * samples.Dimension));
            using var block = new PackedRows(some, samples.Dimension);
            kernel.FillCross(block, samples, rows, samples.Count, team);
        }, ridge, team);

    /// <summary>The exact Gram matrix of one output, from co-firing counts: converges at once for grouped outputs.</summary>
    /// <param name="fired">Fire sets of the neurons that feed the output.</param>
    /// <param name="kernel">X X^T.</param>
    /// <param name="samples">n.</param>
    /// <param name="squaredScale">The squared output scale.</param>
    /// <param name="ridge">At least 0.</param>
    /// <param name="team">Who does the work.</param>
    public static CholeskyPreconditioner? Cofiring(FiredRows[] fired, KernelMatrix kernel, int samples, double squaredScale, double ridge, WorkerTeam team)
    {
        using var gram = new CofiringGram(kernel, samples, team);
        return CholeskyPreconditioner.TryBuild(samples, (matrix, stride) => gram.Build(fired, squaredScale, matrix.Pointer, stride), ridge, team);
    }

    /// <summary>The Gram matrix of a share of the output's neurons, scaled up: less counting, and a condition number of about 2 at a quarter (FACTS section 6).</summary>
    /// <param name="fired">Fire sets of the neurons that feed the output, by range; ranges are taken or left as a whole, evenly spaced.</param>
    /// <param name="kernel">X X^T.</param>
    /// <param name="samples">n.</param>
    /// <param name="squaredScale">The squared output scale of all neurons.</param>
    /// <param name="share">Share of neurons to count, in (0, 1]; at least one range is.</param>
    /// <param name="ridge">At least 0; the smallest eigenvalues of few neurons are uncertain, and a ridge bounds what they do.</param>
    /// <param name="team">Who does the work.</param>
    /// <remarks>Weights are independent from neuron to neuron, so which ranges are taken does not matter; no random numbers are used.</remarks>
    public static CholeskyPreconditioner? SampledCofiring(
        FiredRows[] fired, KernelMatrix kernel, int samples, double squaredScale, double share, double ridge, WorkerTeam team)
    {
        if (!(share > 0 && share <= 1)) throw new ArgumentOutOfRangeException(nameof(share), share, $"0 < share <= 1 does not hold: share={share}.");
        int taken = Math.Max(1, (int)Math.Round(share * fired.Length));
        FiredRows[] sample = [.. Enumerable.Range(0, taken).Select(i => fired[(int)((2L * i + 1) * fired.Length / (2L * taken))])];
        double all = fired.Sum(rows => (double)rows.Count), counted = sample.Sum(rows => (double)rows.Count);
        return Cofiring(sample, kernel, samples, squaredScale * all / counted, ridge, team);
    }
}

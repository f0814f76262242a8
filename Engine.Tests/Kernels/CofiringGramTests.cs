using Engine.Kernels;
using Engine.Tests.Reference;
using MathNet.Numerics.LinearAlgebra;
using Xunit;

namespace Engine.Tests.Kernels;

public sealed unsafe class CofiringGramTests
{
    private const double Scale = 0.3;
    private const double Untouched = 7.5;

    /// <summary>Samples and width: up to 512 samples tables are private to a worker, above it blocks of rows are shared out.</summary>
    public static TheoryData<int, int> Shapes() => new()
    {
        { 1, 5 }, { 17, 40 }, { 63, 300 }, { 130, 150 }, { 512, 1500 }, { 513, 40 }, { 701, 130 },
    };

    [Theory, MemberData(nameof(Shapes))]
    public void FiredRows_EqualTheFireSetsOfCanonicalScores(int samples, int width)
    {
        using CandidateSetup setup = Setup(samples, width, threads: 2);
        int neuron = 0;
        foreach (FiredRows rows in Collect(setup))
        {
            for (int local = 0; local < rows.Count; local++, neuron++)
            {
                float[] weights = [.. setup.Start.Weights.AsSpan(neuron * setup.Case.Dimension, setup.Case.Dimension).ToArray().Select(w => (float)w)];
                int[] expected = [.. Enumerable.Range(0, samples)
                    .Where(i => SingleRounding.Chain(weights, setup.Problem.Samples.RowSpan(i)) > setup.Case.Shift)];
                Assert.Equal(expected, rows.Ids[rows.Offsets[local]..rows.Offsets[local + 1]].ToArray());
            }
        }

        Assert.Equal(width, neuron);
    }

    [Theory, MemberData(nameof(Shapes))]
    public void Build_EqualsCountingPairByPair_ForEveryTeamSize(int samples, int width)
    {
        foreach (int threads in new[] { 1, 2, 5 })
        {
            using CandidateSetup setup = Setup(samples, width, threads);
            FiredRows[] fired = Collect(setup);
            int[,] counts = Count(fired, samples);
            double[,] gram = Build(setup, fired, rounds: 2);
            for (int i = 0; i < samples; i++)
            {
                for (int j = 0; j < samples + 3; j++)
                {
                    double expected = j <= i ? setup.Kernel.Row(i)[j] * (Scale * counts[i, j]) : Untouched;
                    Check.Near(gram[i, j], expected, bound: 0.0, $"({i}, {j})");
                }
            }
        }
    }

    [Fact]
    public void Build_EqualsJJTransposed_WithinTheRoundingOfTheKernel()
    {
        using CandidateSetup setup = Setup(samples: 30, width: 200, threads: 2);
        double[,] gram = Build(setup, Collect(setup), rounds: 1);
        // Scores inside the rounding band may fall on either side; this seed has none there.
        bool[] fires = setup.Start.Fires(setup.Rows);
        Assert.Equal(CandidateReading.Of(setup).Fires(), fires);
        DenseNetwork unscaled = new(setup.Case.Dimension, 1, setup.Case.Shift, Math.Sqrt(Scale), setup.Start.Weights, setup.Start.Signs);
        Matrix<double> jacobian = unscaled.Jacobian(fires, setup.Rows), expected = jacobian.TransposeAndMultiply(jacobian);
        Matrix<double> size = jacobian.PointwiseAbs().TransposeAndMultiply(jacobian.PointwiseAbs());
        for (int i = 0; i < 30; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                Check.Near(gram[i, j], expected[i, j], SingleRounding.Gamma(setup.Case.Dimension + 1) * size[i, j], $"({i}, {j})");
            }
        }
    }

    private static CandidateSetup Setup(int samples, int width, int threads)
    {
        CandidateSetup setup = new(new CandidateCase { Samples = samples, Width = width, Dimension = 9, Shift = 0.75f, Threads = threads });
        setup.Blocks.Preprocess(CancellationToken.None);
        return setup;
    }

    private static FiredRows[] Collect(CandidateSetup setup)
    {
        FiredRows[] fired = [.. setup.Blocks.Shards.Select(_ => new FiredRows())];
        // Twice: memory is reused.
        setup.Blocks.CollectFired(fired);
        setup.Blocks.CollectFired(fired);
        return fired;
    }

    private static int[,] Count(FiredRows[] fired, int samples)
    {
        int[,] counts = new int[samples, samples];
        foreach (FiredRows rows in fired)
        {
            for (int local = 0; local < rows.Count; local++)
            {
                int[] set = rows.Ids[rows.Offsets[local]..rows.Offsets[local + 1]].ToArray();
                foreach (int i in set)
                {
                    foreach (int j in set) counts[i, j]++;
                }
            }
        }

        return counts;
    }

    private static double[,] Build(CandidateSetup setup, FiredRows[] fired, int rounds)
    {
        int n = setup.Case.Samples, stride = n + 3;
        using CofiringGram gram = new(setup.Kernel, n, setup.Team);
        using NativeBuffer<double> matrix = new((long)n * stride);
        matrix.Slice(0, n * stride).Fill(Untouched);
        for (int round = 0; round < rounds; round++) gram.Build(fired, Scale, matrix.Pointer, stride);
        double[,] result = new double[n, stride];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < stride; j++) result[i, j] = matrix.Pointer[(long)i * stride + j];
        }

        return result;
    }
}

using Engine.Kernels;
using Engine.Tests.House;
using Engine.Tests.Kernels;
using Engine.Tests.Reference;
using FsCheck;
using FsCheck.Fluent;
using MathNet.Numerics.LinearAlgebra;
using Xunit;
using Check = FsCheck.Check;
using Near = Engine.Tests.Reference.Check;

namespace Engine.Tests.Solvers;

public sealed class FireJacobianTests
{
    private const int Cases = 120;

    /// <summary>&lt;J v, u&gt; = &lt;v, J^T u&gt;, also for a v with the support of another point.</summary>
    [Fact]
    public void Times_IsTheAdjoint_OfTransposedTimes() => Check.One(Properties.Of(Cases), Prop.ForAll(JacobianCase.Generator.ToArbitrary(), given =>
    {
        using SolverNetwork network = given.Create();
        using SolverNetwork other = (given with { Seed = given.Seed + 1 }).Create();
        double[] u = Matrices.Vector(network.Jacobian.Rows, given.Seed), w = Matrices.Vector(network.Jacobian.Rows, given.Seed + 1), image = new double[u.Length];
        DualDisplacement transposed = network.Jacobian.TransposedTimes(u);
        foreach (DualDisplacement v in new[] { network.Jacobian.TransposedTimes(w), other.Jacobian.TransposedTimes(w) })
        {
            network.Jacobian.Times(v, image);
            double left = Dense.Dot(image, u), right = network.Jacobian.Inner(v, transposed);
            Near.Near(left, right, Bound(network, v, u), $"{given}");
        }
    }));

    /// <summary>Against J formed. The dual form takes its products from X X^T in fp32, the primal one from the rows.</summary>
    [Fact]
    public void Products_AreThoseOfTheJacobian() => Check.One(Properties.Of(Cases), Prop.ForAll(JacobianCase.Generator.ToArbitrary(), given =>
    {
        using SolverNetwork network = given.Create();
        Matrix<double> jacobian = network.Start.Jacobian(network.Fires(), network.Rows);
        double[] u = Matrices.Vector(network.Jacobian.Rows, given.Seed), image = new double[u.Length], gram = new double[2 * u.Length];
        DualDisplacement transposed = network.Jacobian.TransposedTimes(u);
        Vector<double> expected = jacobian.TransposeThisAndMultiply(Vector<double>.Build.Dense(u));
        double[] primal = Primal(network, transposed);
        for (int e = 0; e < primal.Length; e++) Near.Near(primal[e], expected[e], Rounding.Gamma(60) * Dense.AbsoluteSum(u), $"{given}: J^T u, element {e}");

        network.Jacobian.Times(transposed, image);
        double[] twice = [.. u, .. u.Select(value => -2 * value)];
        network.Jacobian.GramTimes(twice, gram);
        Vector<double> product = jacobian * expected;
        Matrix<double> size = jacobian.PointwiseAbs();
        Vector<double> magnitude = size * (size.Transpose() * Vector<double>.Build.Dense(u).PointwiseAbs());
        double unit = given.Dual ? SingleRounding.Gamma(given.Dimension + 2) : Rounding.Gamma(given.Width + given.Dimension + 60);
        for (int i = 0; i < u.Length; i++)
        {
            // Magnitudes of cofiring pairs: |x_i| . |x_j| is at most sqrt d times smaller than 1, the size of products in X X^T.
            double bound = unit * Math.Sqrt(given.Dimension) * magnitude[i] + unit * Dense.AbsoluteSum(u);
            Near.Near(image[i], product[i], bound, $"{given}: J J^T u, element {i}");
            Near.Near(gram[i], image[i], Rounding.Gamma(100) * bound / unit, $"{given}: Gram, element {i}");
            Near.Near(gram[u.Length + i], -2 * gram[i], 0, $"{given}: second vector, element {i}");
        }
    }));

    [Theory]
    [InlineData(OutputWiring.Grouped, true)]
    [InlineData(OutputWiring.Grouped, false)]
    [InlineData(OutputWiring.Dense, true)]
    [InlineData(OutputWiring.Dense, false)]
    public void Products_HaveTheSameBits_ForEveryTeamSize(OutputWiring wiring, bool dual)
    {
        JacobianCase given = new(5000, 40, 12, 3, wiring, dual, 0.5f, Threads: 1, Seed: 3);
        double[] u = Matrices.Vector(120, 1), first = new double[120], second = new double[120];
        using SolverNetwork one = given.Create();
        one.Jacobian.GramTimes(u, first);
        foreach (int threads in new[] { 2, 5 })
        {
            using SolverNetwork several = (given with { Threads = threads }).Create();
            several.Jacobian.GramTimes(u, second);
            Assert.Equal(first, second);
            Assert.Equal(one.Jacobian.TransposedTimes(u).Values, several.Jacobian.TransposedTimes(u).Values);
        }
    }

    /// <summary>One vector alone, and the same one among others in every place of a block of eight and beyond.</summary>
    [Theory]
    [InlineData(OutputWiring.Grouped, true)]
    [InlineData(OutputWiring.Dense, true)]
    [InlineData(OutputWiring.Dense, false)]
    public void Gram_HasTheSameBits_AloneAndInABlock(OutputWiring wiring, bool dual)
    {
        const int Count = 11, Order = 75;
        using SolverNetwork network = new JacobianCase(700, 25, 9, 3, wiring, dual, 0.5f, 2, Seed: 6).Create();
        double[] vectors = Matrices.Vector(Count * Order, 2), together = new double[vectors.Length], alone = new double[Order];
        network.Jacobian.GramTimes(vectors, together);
        for (int q = 0; q < Count; q++)
        {
            network.Jacobian.GramTimes(vectors.AsSpan(q * Order, Order), alone);
            Assert.Equal(alone, together[(q * Order)..((q + 1) * Order)]);
        }
    }

    /// <summary>Claim T20: J J^T = X X^T o cofire / m, the matrix that the exact solver factors; a ridge goes to the diagonal.</summary>
    [Theory]
    [InlineData(0.0)]
    [InlineData(0.25)]
    public void Gram_IsTheCofiringGram(double ridge)
    {
        using SolverNetwork network = new JacobianCase(2000, 45, 20, 1, OutputWiring.Grouped, Dual: true, 0.7f, 2, Seed: 4).Create();
        Matrix<double> products = Matrices.Of(new JacobianGram(network.Jacobian, ridge)), counted = Matrix<double>.Build.Dense(45, 45);
        using CofiringGram gram = new(network.Kernel, 45, network.Team);
        using NativeBuffer<double> matrix = new(45 * 45);
        unsafe
        {
            gram.Build(network.Fired, network.SquaredScale, matrix.Pointer, 45);
        }

        for (int i = 0; i < 45; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                counted[i, j] = matrix.Slice(i * 45 + j, 1)[0] + (i == j ? ridge : 0);
                Near.Near(products[i, j], counted[i, j], Rounding.Gamma(2000 + 8) * (Math.Abs(counted[i, j]) + ridge), $"({i}, {j})");
                Near.Near(products[j, i], counted[i, j], Rounding.Gamma(2000 + 8) * (Math.Abs(counted[i, j]) + ridge), $"({j}, {i})");
            }
        }
    }

    [Fact]
    public void Products_RefuseLengths_ThatAreNotKTimesN()
    {
        using SolverNetwork network = new JacobianCase(40, 5, 3, 3, OutputWiring.Grouped, Dual: true, 0.5f, 1, Seed: 1).Create();
        ArgumentException error = Assert.Throws<ArgumentException>(() => network.Jacobian.TransposedTimes(new double[14]));
        Assert.Contains("length=14, K=3, n=5", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => network.Jacobian.GramTimes(new double[16], new double[16]));
        Assert.Throws<ArgumentException>(() => new FireJacobian(network.Core, network.Fired[..^1], network.Samples, network.Kernel, network.Team));
    }

    /// <summary>C X, (m, d).</summary>
    private static double[] Primal(SolverNetwork network, DualDisplacement displacement)
    {
        int d = network.Core.Dimension, neuron = 0;
        double[] primal = new double[network.Core.Width * d];
        for (int item = 0; item < displacement.Support.Length; item++)
        {
            FiredRows rows = displacement.Support[item];
            for (int local = 0; local < rows.Count; local++, neuron++)
            {
                for (int e = rows.Offsets[local]; e < rows.Offsets[local + 1]; e++)
                    Dense.AddScaled(displacement.Values[item][e], network.Rows.AsSpan(rows.Ids[e] * d, d), primal.AsSpan(neuron * d, d));
            }
        }

        return primal;
    }

    /// <summary>Every term of either side is s a c x_i x_j u: at most n + n + d + K of them are added in a row in each, and each side once more over neurons.</summary>
    private static double Bound(SolverNetwork network, DualDisplacement v, double[] u)
    {
        double terms = 0;
        int neuron = 0;
        for (int item = 0; item < v.Support.Length; item++)
        {
            for (int local = 0; local < v.Support[item].Count; local++, neuron++)
            {
                double coefficients = Dense.AbsoluteSum(v.Values[item].AsSpan()[v.Support[item].Offsets[local]..v.Support[item].Offsets[local + 1]]);
                terms += coefficients * network.Core.OutputScale * Dense.AbsoluteSum(u);
            }
        }

        int chain = network.Core.Width + 4 * network.Samples.Count + network.Core.Dimension + 64;
        return Rounding.Gamma(chain) * Math.Sqrt(network.Core.Dimension) * terms;
    }
}

using Engine.Kernels;
using Engine.Tests.Reference;
using MathNet.Numerics.LinearAlgebra;
using Xunit;

namespace Engine.Tests.Kernels;

/// <summary>Products with the Jacobian of the present point, against the Jacobian itself.</summary>
public sealed class CandidateGramTests
{
    /// <summary>Outputs, wiring, form, dyadic.</summary>
    public static TheoryData<int, bool, bool, bool> Variants()
    {
        TheoryData<int, bool, bool, bool> variants = new();
        foreach (int outputs in new[] { 1, 3 })
        {
            foreach (bool grouped in new[] { true, false })
            {
                foreach (bool dual in new[] { true, false })
                {
                    variants.Add(outputs, grouped, dual, true);
                    variants.Add(outputs, grouped, dual, false);
                }
            }
        }

        return variants;
    }

    [Theory, MemberData(nameof(Variants))]
    public void ApplyGram_EqualsJJTransposedTimesV(int outputs, bool grouped, bool dual, bool dyadic)
    {
        using CandidateSetup setup = new(Case(outputs, grouped, dual, dyadic));
        CandidateTrace trace = new(setup);
        trace.Follow(CandidateMove.History);
        Random random = new(3);
        double[] v = [.. Enumerable.Range(0, outputs * setup.Case.Samples).Select(_ => dyadic ? random.Next(-3, 4) : (float)RandomRows.Normal(random))];
        using NativeBuffer<float> spread = setup.Spread(v);
        double[] actual = new double[v.Length];
        setup.Blocks.ApplyGram(spread, actual);

        // The sum over outputs, the combination of samples and the inner product round; the sum over neurons is in double.
        bool[] fires = trace.Now.Fires();
        Vector<double> expected = trace.Point.Gram(fires, setup.Rows) * Vector<double>.Build.Dense(v);
        Vector<double> size = Sizes(trace.Point, fires, v);
        double gamma = trace.Gamma(outputs + setup.Case.Samples + setup.Case.Dimension + 4);
        for (int p = 0; p < v.Length; p++)
            Check.Near(actual[p], expected[p], gamma * size[p], $"row {p}");
    }

    [Theory, MemberData(nameof(Variants))]
    public void ApplyDisplacement_EqualsJTimesTheDisplacementAndItsSquaredNorm(int outputs, bool grouped, bool dual, bool dyadic)
    {
        using CandidateSetup setup = new(Case(outputs, grouped, dual, dyadic));
        CandidateTrace trace = new(setup);
        trace.Follow(CandidateMove.History);
        double[] linear = new double[outputs * setup.Case.Samples];
        (double square, double largest) = setup.Blocks.ApplyDisplacement(linear);

        DenseNetwork point = trace.Point;
        bool[] fires = trace.Now.Fires();
        double[] targets = new double[linear.Length];
        DenseGaussNewton newton = new(point, setup.Start.Weights, fires, setup.Rows, targets, ridge: 1.0, damping: 0.0);
        double[] bounds = new double[linear.Length];
        double squareBound = 0.0, farthest = 0.0, farthestBound = 0.0;
        int n = setup.Case.Samples, terms = n + setup.Case.Dimension + 4;
        for (int r = 0; r < point.Width; r++)
        {
            double size = trace.Size(r) - Dense.Norm(setup.Start.Weights.AsSpan(r * point.Dimension, point.Dimension));
            squareBound += trace.Gamma(terms + n + 2) * size * size;
            ReadOnlySpan<double> moved = newton.Displacement.AsSpan(r * point.Dimension, point.Dimension);
            farthest = Math.Max(farthest, Dense.Dot(moved, moved));
            farthestBound = Math.Max(farthestBound, trace.Gamma(terms + n + 2) * size * size);
            for (int p = 0; p < bounds.Length; p++)
                bounds[p] += fires[r * n + p % n] ? point.Scale * Math.Abs(point.Signs[r * outputs + p / n]) * trace.Gamma(terms) * size : 0.0;
        }

        Check.Near(square, Dense.Dot(newton.Displacement, newton.Displacement), squareBound, $"|W - W(0)|²");
        Check.Near(largest, farthest, farthestBound, $"max |w - w(0)|²");
        Assert.True(square > largest && largest > 0.0);
        for (int p = 0; p < linear.Length; p++)
            Check.Near(linear[p], newton.Linear[p], bounds[p], $"row {p}");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Products_LeaveThePointAsItIs(bool dual)
    {
        using CandidateSetup setup = new(Case(3, grouped: false, dual, dyadic: false));
        CandidateTrace trace = new(setup);
        trace.Follow(CandidateMove.History.Take(3));
        double[] result = new double[3 * setup.Case.Samples];
        using NativeBuffer<float> ones = setup.Spread([.. Enumerable.Repeat(1.0, result.Length)]);
        setup.Blocks.ApplyGram(ones, result);
        setup.Blocks.ApplyDisplacement(result);

        // The partial outputs are overwritten; the next pass writes all of them again.
        trace.Follow(new CandidateMove(FromBase: true, 0.5f, Size: 0.3, RefreshAll: false, Seed: 9));
    }

    private static CandidateCase Case(int outputs, bool grouped, bool dual, bool dyadic) => new()
    {
        Width = 133,
        Samples = 37,
        Dimension = 19,
        Outputs = outputs,
        Grouped = grouped,
        Dual = dual,
        Dyadic = dyadic,
        Regularised = dual,
    };

    /// <summary>s² Σ_r |a_rk| [r fires on i] Σ_j [r fires on j] Σ_l |a_rl| |v_lj|: the sum of magnitudes behind each element.</summary>
    private static Vector<double> Sizes(DenseNetwork point, bool[] fires, double[] v)
    {
        int n = v.Length / point.Outputs;
        Vector<double> sizes = Vector<double>.Build.Dense(v.Length);
        for (int r = 0; r < point.Width; r++)
        {
            double sum = 0.0;
            for (int p = 0; p < v.Length; p++) sum += fires[r * n + p % n] ? Math.Abs(point.Signs[r * point.Outputs + p / n] * v[p]) : 0.0;
            for (int p = 0; p < v.Length; p++)
            {
                if (fires[r * n + p % n]) sizes[p] += point.Scale * point.Scale * Math.Abs(point.Signs[r * point.Outputs + p / n]) * sum;
            }
        }

        return sizes;
    }
}

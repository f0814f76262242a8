using Engine.Kernels;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;
using Xunit;

namespace Engine.Tests.Kernels.Sketches;

/// <summary>Claim T17: with Q R⁻¹ = S Jᵀ, cond(Rᵀ G R) ≤ 1.3 ((1 + e) / (1 - e))², e = √(n/s), or 2 for TensorSRHT, where cond(G) ≥ 100.</summary>
/// <remarks>
/// J has rows v_i ⊗ x_i: x_i correlated inputs, v_i the fire pattern of ReLU neurons. G = J Jᵀ is (V Vᵀ) ∘ (X Xᵀ). Sketches of Kronecker products keep to
/// it in the median of draws, not in each: of 15 draws at s = 4 n, 8 n and 16 n, 4, 4 and 2 TensorSketches exceeded 1.3 (at most 1.88); no TensorSRHT
/// exceeded 2 (at most 1.63), but with x_i of correlation 0.8 and n = 32 six of 20 at s = 4 n did (at most 2.45).
/// </remarks>
public sealed class SketchPreconditionerTests
{
    private const int Samples = 64;
    private const int Neurons = 512;
    private const int Inputs = 32;

    private static readonly float[] s_inputs = CorrelatedInputs();
    private static readonly float[] s_patterns = FirePatterns();
    private static readonly float[] s_rows = SketchCases.Kronecker(s_patterns, Neurons, s_inputs, Inputs);
    private static readonly Matrix<double> s_gram = Inner(s_patterns).PointwiseMultiply(Inner(s_inputs));

    public static TheoryData<SketchKind, int> Sizes()
    {
        TheoryData<SketchKind, int> sizes = new();
        foreach (SketchKind kind in Enum.GetValues<SketchKind>())
        {
            foreach (int multiple in new[] { 4, 8, 16, 40 }) sizes.Add(kind, multiple);
        }

        return sizes;
    }

    public static TheoryData<KroneckerKind, int> KroneckerSizes()
    {
        TheoryData<KroneckerKind, int> sizes = new();
        foreach (KroneckerKind kind in Enum.GetValues<KroneckerKind>())
        {
            foreach (int multiple in new[] { 4, 8, 16, 40 }) sizes.Add(kind, multiple);
        }

        return sizes;
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void SketchedFactor_Preconditions(SketchKind kind, int multiple)
    {
        using WorkerTeam team = new(1);
        using ISketch sketch = SketchCases.Create(kind, multiple * Samples, Neurons * Inputs).Sample(new RngState(Seed: 31), team).Operator;
        Assert.InRange(PreconditionedCondition(SketchCases.Apply(sketch, s_rows)), 1, 1.3 * Predicted(multiple));
    }

    [Theory]
    [MemberData(nameof(KroneckerSizes))]
    public void SketchedKroneckerFactor_Preconditions_InTheMedian(KroneckerKind kind, int multiple)
    {
        const int Draws = 5;
        using WorkerTeam team = new(1);
        KroneckerDistribution distribution = SketchCases.Create(kind, multiple * Samples, Neurons, Inputs);
        RngState state = new(Seed: 32);
        double[] conditions = new double[Draws];
        for (int draw = 0; draw < Draws; draw++)
        {
            Sampled<IKroneckerSketch> drawn = distribution.Sample(state, team);
            using IKroneckerSketch sketch = drawn.Operator;
            conditions[draw] = PreconditionedCondition(SketchCases.Apply(sketch, s_patterns, s_inputs));
            state = drawn.Next;
        }

        Array.Sort(conditions);
        Assert.InRange(conditions[Draws / 2], 1, (kind == KroneckerKind.Tensor ? 1.3 : 2) * Predicted(multiple));
    }

    [Fact]
    public void Gram_IsIllConditioned_SoThatPreconditioningShows() => Assert.True(Condition(s_gram) >= 100, $"cond(G)={Condition(s_gram)}");

    private static double Predicted(int multiple)
    {
        double e = Math.Sqrt(1.0 / multiple);
        return Math.Pow((1 + e) / (1 - e), 2);
    }

    private static double PreconditionedCondition(float[] sketched)
    {
        Matrix<double> upper = Rows(sketched).Transpose().QR(QRMethod.Thin).R;
        Matrix<double> left = upper.Transpose().Solve(s_gram), preconditioned = upper.Transpose().Solve(left.Transpose());
        return Condition(preconditioned);
    }

    private static double Condition(Matrix<double> symmetric)
    {
        double[] eigenvalues = [.. ((symmetric + symmetric.Transpose()) / 2).Evd(Symmetricity.Symmetric).EigenValues.Select(value => value.Real)];
        return eigenvalues.Max() / eigenvalues.Min();
    }

    private static Matrix<double> Inner(float[] values) => Rows(values).TransposeAndMultiply(Rows(values));

    private static Matrix<double> Rows(float[] values) => Matrix<double>.Build.Dense(
        Samples, values.Length / Samples, (i, j) => values[i * (values.Length / Samples) + j]);

    // Unit vectors with inner products of about one half.
    private static float[] CorrelatedInputs()
    {
        float[] common = SketchCases.Normals(Inputs, 20), own = SketchCases.Normals(Samples * Inputs, 21);
        float[] inputs = [.. own.Select((z, e) => common[e % Inputs] + z)];
        for (int i = 0; i < Samples; i++)
        {
            Span<float> x = inputs.AsSpan(i * Inputs, Inputs);
            double norm = Math.Sqrt(x.ToArray().Sum(value => (double)value * value));
            foreach (ref float value in x) value = (float)(value / norm);
        }

        return inputs;
    }

    // ±1 over √m where a neuron of normal weights fires, else zero.
    private static float[] FirePatterns()
    {
        float[] weights = SketchCases.Normals(Neurons * Inputs, 22), patterns = new float[Samples * Neurons];
        for (int e = 0; e < patterns.Length; e++)
        {
            int i = e / Neurons, r = e % Neurons;
            double z = 0;
            for (int k = 0; k < Inputs; k++) z += weights[r * Inputs + k] * s_inputs[i * Inputs + k];
            if (z > 0) patterns[e] = (r % 2 * 2 - 1) / MathF.Sqrt(Neurons);
        }

        return patterns;
    }
}

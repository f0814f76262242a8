using Engine.Kernels;
using Engine.Tests.Kernels.Sketches;
using Xunit;

namespace Engine.Tests.Deep;

/// <summary>The tensor-sketch preconditioner on the rows delta (x) h of a deep network's last layer.</summary>
public sealed class DeepSketchTests
{
    private const int Samples = 40, Multiple = 16;

    /// <summary>
    /// T18: conjugate gradients with the sketch's factor need at most 1.5 ln(1/tol) / ln sqrt(s/n) + 3 iterations. A statement on a fixed seed; of 5 draws of either kind all kept to it.
    /// </summary>
    [Theory]
    [InlineData(KroneckerKind.Tensor)]
    [InlineData(KroneckerKind.TensorHadamard)]
    public unsafe void SketchedRows_Precondition_TheGramMatrix(KroneckerKind kind)
    {
        const double Tolerance = 1e-8;
        Dataset data = Model.ToyData.Classes(Samples, 6, 2, seed: 3);
        using DeepNetwork network = DeepNetwork.Create(data, new DeepOptions { Widths = [256, 256], FireFraction = 0.1, Seed = 5 });
        using DeepSetup setup = new(network.Stack, network.Transform.Apply(data), 1);
        using NativeBuffer<float> sketched = new(Samples * Multiple * Samples);
        using (IKroneckerSketch sketch = SketchCases.Create(kind, Multiple * Samples, 256, 256).Sample(new RngState(5), setup.Team).Operator)
            setup.Point.Sketch(0, sketch, sketched);
        using NativeBuffer<double> gram = new(Samples * Samples);
        setup.Point.BuildGram(0, gram.Pointer, Samples);
        using IPreconditioner preconditioner = SketchPreconditioner.TryBuild(sketched, Samples, Multiple * Samples, ridge: 0, setup.Team)!;
        double[] right = [.. Enumerable.Range(0, Samples).Select(i => i % 2 == 0 ? 1.0 : -1)], solution = new double[Samples];
        SolveResult result = BlockConjugateGradient.Solve(new LowerTriangle(gram, Samples, Samples), preconditioner, right, solution, Tolerance, 200, CancellationToken.None).Results[0];
        Assert.Equal(SolveStatus.Converged, result.Status);
        Assert.InRange(result.Iterations, 1, 1.5 * Math.Log(1 / Tolerance) / Math.Log(Math.Sqrt(Multiple)) + 3);
    }
}

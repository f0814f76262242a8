using Engine.Kernels;
using Engine.Tests.Kernels.Sketches;

namespace Engine.Tests.Solvers;

/// <summary>64 digits and a network of 4096 plain ReLU neurons on them, d = 64: the problem of the claims. Not centred, the Gram matrix conditions badly enough.</summary>
public sealed class SolverClaimFixture : IDisposable
{
    private readonly JacobianSketch _jacobian;

    public SolverClaimFixture()
    {
        float[] rows = SolverNetwork.Digits(Samples, centred: false, out int dimension, out int[] labels);
        CentredRows = SolverNetwork.Digits(Samples, centred: true, out _, out _);
        Dimension = dimension;
        Targets = [.. labels.Select(label => label % 2 * 2.0 - 1)];
        Network = new SolverNetwork(rows, dimension, 4096, 1, OutputWiring.Grouped, shift: 0, seed: 3);
        _jacobian = new JacobianSketch(Network.Core, Network.Fired, Network.Samples, output: 0);
        System = new MatrixOperator(Matrices.Of(Network.Gram));
        RightHandSide = Matrices.Vector(Samples, 4);
    }

    internal int Samples => 64;

    internal int Dimension { get; }

    internal float[] CentredRows { get; }

    internal double[] Targets { get; }

    internal double[] RightHandSide { get; }

    internal SolverNetwork Network { get; }

    /// <summary>J J^T as the operators give it, formed once because it is applied thousands of times.</summary>
    internal MatrixOperator System { get; }

    internal IPreconditioner Sketch(string kind, int multiple, int seed) => Enum.TryParse(kind, out KroneckerKind kronecker)
        ? Sketch(kronecker, multiple, seed)
        : Sketch(Enum.Parse<SketchKind>(kind), multiple, seed);

    internal IPreconditioner Sketch(SketchKind kind, int multiple, int seed)
    {
        int rows = multiple * Samples;
        SketchDistribution distribution = kind == SketchKind.SparseSign
            ? SketchDistribution.SparseSign(rows, (int)_jacobian.Columns, 8)
            : SketchCases.Create(kind, rows, (int)_jacobian.Columns);
        using ISketch sketch = distribution.Sample(new RngState((ulong)seed, 9), Network.Team).Operator;
        using NativeBuffer<float> sketched = new((long)Samples * rows);
        _jacobian.Apply(sketch, sketched, samplesPerBatch: Samples);
        return SketchPreconditioner.TryBuild(sketched, Samples, rows, 0, Network.Team)!;
    }

    internal IPreconditioner Sketch(KroneckerKind kind, int multiple, int seed)
    {
        int rows = multiple * Samples;
        using IKroneckerSketch sketch = SketchCases.Create(kind, rows, _jacobian.Neurons, Dimension).Sample(new RngState((ulong)seed, 9), Network.Team).Operator;
        using NativeBuffer<float> sketched = new((long)Samples * rows);
        _jacobian.Apply(sketch, sketched);
        return SketchPreconditioner.TryBuild(sketched, Samples, rows, 0, Network.Team)!;
    }

    internal double Condition(IPreconditioner? preconditioner) =>
        ConditionEstimate.Of(System, preconditioner, new CounterRandom(2, 2), Samples, CancellationToken.None).Condition;

    public void Dispose() => Network.Dispose();
}

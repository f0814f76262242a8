using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Engine.Kernels;

namespace Engine.Perf;

/// <summary>The same iteration with every product dense: Z = H W^T, V and V V^T, W += U^T H. The opponent of the sparse forms.</summary>
internal sealed unsafe class DenseDeepIteration : IDisposable
{
    private readonly DeepProblem _problem;
    private readonly WorkerTeam _team;
    private readonly Gemm _product;
    private readonly GaussNewtonSolve _solve;
    private readonly NativeBuffer<float> _weights;
    private readonly NativeBuffer<float> _inputs;
    private readonly NativeBuffer<float> _scores;
    private readonly NativeBuffer<float> _gram;
    private readonly NativeBuffer<float> _below;
    private readonly NativeBuffer<float> _signs;
    private readonly double[] _direction;

    /// <summary>Copies W(0).</summary>
    public DenseDeepIteration(DeepProblem problem, WorkerTeam team)
    {
        (_problem, _team, _product, _solve) = (problem, team, new Gemm(team), new GaussNewtonSolve(problem, team));
        int n = problem.Samples, m = problem.Units;
        _weights = new NativeBuffer<float>((long)m * m);
        team.Run(m, (_, row) => problem.Weights.Slice((long)row * m, m).CopyTo(_weights.Slice((long)row * m, m)));
        _inputs = new NativeBuffer<float>((long)n * m);
        for (int i = 0; i < n; i++)
        {
            for (int q = 0; q < problem.Inputs.Ids(i).Length; q++) _inputs.Pointer[(long)i * m + problem.Inputs.Ids(i)[q]] = problem.Inputs.Values(i)[q];
        }

        _scores = new NativeBuffer<float>((long)n * m);
        _below = new NativeBuffer<float>((long)n * m);
        _gram = new NativeBuffer<float>((long)n * n);
        _signs = new NativeBuffer<float>(m);
        for (int r = 0; r < m; r++) _signs.Pointer[r] = problem.Signs[r] * problem.Scale;
        (_direction, Outputs) = (new double[n], new double[n]);
    }

    /// <summary>f before the last step.</summary>
    public double[] Outputs { get; }

    /// <summary>1/2 |f - y|^2 before the last step.</summary>
    public double Loss => _solve.Loss;

    /// <summary>One iteration, unit step. 4 n m^2 operations.</summary>
    public void Step()
    {
        int n = _problem.Samples, m = _problem.Units;
        MatrixView h = new(_inputs, n, m), w = new(_weights, m, m), z = new(_scores, n, m), gram = new(_gram, n, n);
        _product.Multiply(h, w.Transposed, z);
        _team.Run(n, (_, i) => Outputs[i] = Activate(_scores.Pointer + (long)i * m, _signs.Pointer, m, _problem.Shift));
        _product.MultiplySymmetric(1, z, 0, gram);
        _solve.Solve(_gram.Pointer, n, Outputs, _direction);
        _team.Run(n, (_, i) => Scale(_scores.Pointer + (long)i * m, -(float)_direction[i], m));
        _product.Multiply(1, z.Transposed, h, 1, w);
    }

    /// <summary>What back-propagation through this layer adds where layers below are trained too: (n, m) times W.</summary>
    public void Backward() => _product.Multiply(
        new MatrixView(_scores, _problem.Samples, _problem.Units), new MatrixView(_weights, _problem.Units, _problem.Units), new MatrixView(_below, _problem.Samples, _problem.Units));

    /// <inheritdoc/>
    public void Dispose()
    {
        _product.Dispose();
        _solve.Dispose();
        foreach (NativeBuffer<float> buffer in new[] { _weights, _inputs, _scores, _below, _gram, _signs }) buffer.Dispose();
    }

    /// <summary>f of one sample; its scores become v, signs where units fire and 0 elsewhere.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Activate(float* scores, float* signs, int count, float shift)
    {
        Vector512<float> threshold = Vector512.Create(shift);
        Vector512<double> output = default;
        for (int r = 0; r < count; r += Lanes.Width)
        {
            Vector512<float> z = Vector512.Load(scores + r), fired = Vector512.GreaterThan(z, threshold), sign = Vector512.Load(signs + r) & fired;
            (Vector512<double> lower, Vector512<double> upper) = Vector512.Widen(sign * (z - threshold));
            output += lower + upper;
            sign.Store(scores + r);
        }

        return Vector512.Sum(output);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Scale(float* values, float factor, int count)
    {
        for (int r = 0; r < count; r += Lanes.Width) (Vector512.Load(values + r) * factor).Store(values + r);
    }
}

using Engine.Kernels;

namespace Engine.Perf;

/// <summary>What every form of an iteration shares: ((V V^T) o K + ridge) g = f - y.</summary>
/// <param name="problem">n, y and K.</param>
/// <param name="team">Who does the work.</param>
internal sealed unsafe class GaussNewtonSolve(DeepProblem problem, WorkerTeam team) : IDisposable
{
    private const double Ridge = 1e-4;

    private readonly Cholesky _cholesky = new(problem.Samples, team);
    private readonly NativeBuffer<double> _gram = new((long)problem.Samples * problem.Samples);

    /// <summary>1/2 |f - y|^2 of the outputs last solved for.</summary>
    public double Loss { get; private set; }

    /// <summary>Writes g.</summary>
    /// <param name="products">V V^T, its lower triangle, rows <paramref name="stride"/> floats apart.</param>
    /// <param name="stride">Floats between rows.</param>
    /// <param name="outputs">f.</param>
    /// <param name="solution">g.</param>
    public void Solve(float* products, int stride, double[] outputs, double[] solution)
    {
        int n = problem.Samples;
        double trace = 0;
        for (int i = 0; i < n; i++)
        {
            float* kernel = problem.Gram.Row(i);
            double* row = _gram.Pointer + (long)i * n;
            for (int j = 0; j <= i; j++) row[j] = (double)products[i * (long)stride + j] * kernel[j];
            trace += row[i];
        }

        for (int i = 0; i < n; i++) _gram.Pointer[i * (n + 1L)] += Ridge * trace / n;
        FactorResult factor = _cholesky.Factor(_gram, n);
        if (factor.Status != FactorStatus.Success) throw new ComparisonFailedException($"the Gram matrix has no factor: {factor}.");
        Loss = 0;
        for (int i = 0; i < n; i++)
        {
            solution[i] = outputs[i] - problem.Targets[i];
            Loss += solution[i] * solution[i] / 2;
        }

        _cholesky.Solve(solution);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _cholesky.Dispose();
        _gram.Dispose();
    }
}

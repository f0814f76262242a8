using System.Diagnostics;
using Engine.Kernels;

namespace Engine.Perf;

/// <summary>One Gauss-Newton iteration of the layer on a form of its trained matrix: fire sets, outputs, Gram matrix and its solve, step.</summary>
internal sealed unsafe class SparseDeepIteration : IDisposable
{
    private readonly DeepProblem _problem;
    private readonly ITrainedMatrix _matrix;
    private readonly GaussNewtonSolve _solve;
    private readonly InputGram _products;
    private readonly ActiveRows _fired;
    private readonly double[] _direction;

    /// <summary>Nothing is computed yet but fire sets of nobody.</summary>
    /// <param name="problem">The layer.</param>
    /// <param name="matrix">Its matrix; disposed with this.</param>
    /// <param name="team">Who does the work.</param>
    public SparseDeepIteration(DeepProblem problem, ITrainedMatrix matrix, WorkerTeam team)
    {
        (_problem, _matrix, _solve) = (problem, matrix, new GaussNewtonSolve(problem, team));
        _fired = new ActiveRows(problem.Samples, problem.Units);
        _products = new InputGram(_fired, team);
        (_direction, Outputs) = (new double[problem.Samples], new double[problem.Samples]);
    }

    /// <summary>f before the last step.</summary>
    public double[] Outputs { get; }

    /// <summary>1/2 |f - y|^2 before the last step.</summary>
    public double Loss => _solve.Loss;

    /// <summary>Seconds of all steps so far that found fire sets, that added steps, and all others.</summary>
    public (double Query, double Update, double Common) Seconds { get; private set; }

    /// <summary>Steps.</summary>
    public int Steps { get; private set; }

    /// <summary>Fired pairs before the last step.</summary>
    public long Fires => _fired.Entries;

    /// <summary>One iteration, unit step.</summary>
    public void Step()
    {
        long start = Stopwatch.GetTimestamp();
        _matrix.CollectAbove(_problem.Shift, _fired);
        long queried = Stopwatch.GetTimestamp();
        for (int i = 0; i < _problem.Samples; i++) Outputs[i] = Activate(_fired.Ids(i), _fired.Values(i));
        _products.Build(_fired);
        _solve.Solve(_products.Row(0), _products.Stride, Outputs, _direction);
        for (int i = 0; i < _problem.Samples; i++)
        {
            foreach (ref float v in _fired.Values(i)) v *= (float)_direction[i];
        }

        long solved = Stopwatch.GetTimestamp();
        _matrix.Add(_fired, -1);
        long end = Stopwatch.GetTimestamp();
        Steps++;
        Seconds = (Seconds.Query + Elapsed(start, queried), Seconds.Update + Elapsed(solved, end), Seconds.Common + Elapsed(queried, solved));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _matrix.Dispose();
        _solve.Dispose();
        _products.Dispose();
    }

    private static double Elapsed(long from, long to) => Stopwatch.GetElapsedTime(from, to).TotalSeconds;

    /// <summary>f of one sample; its scores become v = m^(-1/2) a_r.</summary>
    private double Activate(ReadOnlySpan<int> ids, Span<float> values)
    {
        double output = 0;
        for (int q = 0; q < ids.Length; q++)
        {
            float sign = _problem.Signs[ids[q]] * _problem.Scale;
            output += sign * (values[q] - _problem.Shift);
            values[q] = sign;
        }

        return output;
    }
}

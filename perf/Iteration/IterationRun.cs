using System.Diagnostics;
using Engine.Kernels;

namespace Engine.Perf;

/// <summary>A sequence of gradient-descent iterations from W(0), timed one by one.</summary>
/// <param name="Samples">One element per iteration.</param>
/// <param name="Outputs">f after the last one.</param>
/// <param name="StepLength">Length of every step.</param>
/// <param name="Form">How the scores followed the weights.</param>
internal sealed record IterationRun(IterationSample[] Samples, double[] Outputs, double StepLength, string Form)
{
    /// <summary>Runs the sparse iteration with step 1 / lambda_max; the network is left as it is.</summary>
    public static IterationRun Sparse(IterationProblem problem, int iterations, UpdateForm form = UpdateForm.Auto)
    {
        var options = new TrainingOptions { Method = TrainingMethod.GradientDescent, Form = form };
        TrainingPlan plan = TrainingPlan.For(problem.Network, problem.Targets.Length, options);
        using var state = new TrainingState(problem.Network, problem.Rows, problem.Targets, options, plan, regularised: false);
        state.Preprocess(CancellationToken.None);
        DirectionReport report = new GradientDirection(problem.Network.Seed, options.Time).Compute(state, CancellationToken.None);
        IterationSample[] samples = Time(iterations, () =>
        {
            state.SetDirection(state.Residual);
            state.Move(report.FirstLength, fromBase: true);
        }, () => state.Loss, () => state.Point.Counts);
        return new IterationRun(samples, state.Outputs, report.FirstLength, plan.Form.ToString());
    }

    /// <summary>Runs the dense iteration with a given step; the network is overwritten.</summary>
    public static IterationRun Dense(IterationProblem problem, int iterations, double stepLength)
    {
        using var team = new WorkerTeam();
        using var dense = new DenseIteration(problem.Network, problem.Rows, problem.Targets, team);
        dense.Begin();
        IterationSample[] samples = Time(iterations, () => dense.Step(stepLength), () => dense.Loss, () => default);
        return new IterationRun(samples, dense.Outputs, stepLength, "Dense");
    }

    private static IterationSample[] Time(int iterations, Action iterate, Func<double> loss, Func<PassCounts> counts)
    {
        var samples = new IterationSample[iterations];
        for (int t = 0; t < iterations; t++)
        {
            TimeSpan cpu = Environment.CpuUsage.TotalTime;
            long start = Stopwatch.GetTimestamp();
            iterate();
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            double cpuSeconds = (Environment.CpuUsage.TotalTime - cpu).TotalSeconds;
            samples[t] = new IterationSample(seconds, cpuSeconds, loss(), counts().Fires, counts().Refreshes);
        }

        return samples;
    }
}

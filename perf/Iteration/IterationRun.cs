using System.Diagnostics;
using Engine.Kernels;

namespace Engine.Perf;

/// <summary>A sequence of gradient-descent iterations from W(0), timed one by one.</summary>
/// <param name="Samples">One element per iteration.</param>
/// <param name="Preprocessing">Scoring every pair once; its loss is the first one.</param>
/// <param name="LayoutSeconds">Time to allocate and pack before that.</param>
/// <param name="Outputs">f after the last iteration, or the one to compare after, (K, n).</param>
/// <param name="StepLength">Length of every step.</param>
/// <param name="StepLengthSeconds">Time to find it, once.</param>
/// <param name="Form">How the scores followed the weights.</param>
internal sealed record IterationRun(
    IterationSample[] Samples, IterationSample Preprocessing, double LayoutSeconds, double[] Outputs, double StepLength, double StepLengthSeconds, string Form)
{
    /// <summary>Runs the sparse iteration with step 1 / lambda_max; the network is left as it is.</summary>
    public static IterationRun Sparse(IterationProblem problem, RunLength length, UpdateForm form = UpdateForm.Auto)
    {
        var options = new TrainingOptions { Method = TrainingMethod.GradientDescent, Form = form };
        TrainingPlan plan = TrainingPlan.For(problem.Network, problem.Count, options);
        long start = Stopwatch.GetTimestamp();
        using var state = new TrainingState(problem.Network, problem.Rows, problem.Targets, options, plan, regularised: false);
        double layoutSeconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        IterationSample Look() => new(Seconds: 0, CpuSeconds: 0, state.Loss, state.Point.Counts, state.Point.Work);
        IterationSample preprocessing = Time(() => state.Preprocess(CancellationToken.None), Look);
        DirectionReport report = new GradientDirection(problem.Network.Seed, options.Time).Compute(state, CancellationToken.None);
        (IterationSample[] samples, double[] outputs) = Iterate(
            length, preprocessing.Loss,
            t =>
            {
                state.SetDirection(state.Residual);
                state.Move(report.FirstLength, fromBase: true, refreshAll: length.Refreshes && t % state.Point.RefreshPeriod == 0);
            },
            Look, state.Outputs);
        return new IterationRun(samples, preprocessing, layoutSeconds, outputs, report.FirstLength, report.SolveTime.TotalSeconds, plan.Form.ToString());
    }

    /// <summary>Runs the dense iteration with a given step; the network is overwritten.</summary>
    public static IterationRun Dense(IterationProblem problem, int iterations, double stepLength)
    {
        using var team = new WorkerTeam();
        long start = Stopwatch.GetTimestamp();
        using var dense = new DenseIteration(problem.Network, problem.Rows, problem.Targets, team);
        double layoutSeconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        IterationSample Look() => new(Seconds: 0, CpuSeconds: 0, dense.Loss, Counts: default, Work: default);
        IterationSample preprocessing = Time(dense.Begin, Look);
        (IterationSample[] samples, double[] outputs) = Iterate(new RunLength(iterations), preprocessing.Loss, _ => dense.Step(stepLength), Look, dense.Outputs);
        return new IterationRun(samples, preprocessing, layoutSeconds, outputs, stepLength, StepLengthSeconds: 0, "Dense");
    }

    private static (IterationSample[] Samples, double[] Outputs) Iterate(
        RunLength length, double firstLoss, Action<int> iterate, Func<IterationSample> look, double[] present)
    {
        var samples = new List<IterationSample>();
        double[] outputs = present;
        int end = length.Most;
        for (int t = 1; t <= end; t++)
        {
            samples.Add(Time(() => iterate(t), look));
            if (t == length.ComparedAfter) outputs = [.. present];
            if (end == length.Most && samples[^1].Loss <= length.ConvergedShare * firstLoss) end = Math.Min(end, t + length.Further);
        }

        return ([.. samples], outputs);
    }

    private static IterationSample Time(Action work, Func<IterationSample> look)
    {
        TimeSpan cpu = Environment.CpuUsage.TotalTime;
        long start = Stopwatch.GetTimestamp();
        work();
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return look() with { Seconds = seconds, CpuSeconds = (Environment.CpuUsage.TotalTime - cpu).TotalSeconds };
    }
}

using System.Text.Json.Nodes;

namespace Engine.Perf;

/// <summary>Makes rows of parts of one sparse run, against as many iterations of a dense one.</summary>
/// <remarks>Every dense iteration does the same: the median of those that were timed stands for all of them.</remarks>
internal sealed class PhaseRows
{
    private readonly IterationProblem _problem;
    private readonly IterationRun _sparse;
    private readonly int _denseTimed;
    private readonly RunComparison _comparison;

    /// <summary>Compares the two runs.</summary>
    /// <exception cref="ComparisonFailedException">They differ by more than rounding explains.</exception>
    public PhaseRows(IterationProblem problem, IterationRun sparse, IterationRun dense)
    {
        (_problem, _sparse) = (problem, sparse);
        _comparison = RunComparison.Of(sparse, dense);
        // The first dense step compiles its code.
        _denseTimed = dense.Samples.Length - 1;
        DenseSeconds = Statistics.Median(dense.Samples.Skip(1).Select(sample => sample.Seconds));
    }

    /// <summary>One dense iteration.</summary>
    public double DenseSeconds { get; }

    /// <summary>All iterations of a phase together.</summary>
    public Measurement Total(string series, int? size, IterationSample[] phase, double? target) =>
        Row(series, size, phase, phase.Sum(sample => sample.Seconds), phase.Length, target);

    /// <summary>An iteration of a phase in the mean.</summary>
    public Measurement Mean(string series, int? size, IterationSample[] phase, double? target) =>
        Row(series, size, phase, phase.Average(sample => sample.Seconds), 1, target);

    /// <summary>The median iteration of a phase.</summary>
    public Measurement Median(string series, int? size, IterationSample[] phase, double? target) =>
        Row(series, size, phase, Statistics.Median(phase.Select(sample => sample.Seconds)), 1, target);

    /// <summary>Scoring every pair once, against one dense iteration.</summary>
    public Measurement Preprocessing(string series, int? size, double? target) =>
        Row(series, size, [_sparse.Preprocessing], _sparse.Preprocessing.Seconds, 1, target);

    private Measurement Row(string series, int? size, IterationSample[] phase, double seconds, int iterations, double? target)
    {
        double width = _problem.Network.Width, fires = phase.Average(sample => (double)sample.Counts.Fires), baseline = iterations * DenseSeconds;
        double PercentOfNeurons(Func<IterationSample, long> count) => 100 * phase.Average(sample => (double)count(sample)) / width;
        return new Measurement(series, size, seconds, baseline, "ns per fired pair", seconds * 1e9 / (iterations * fires), new JsonObject
        {
            ["target"] = target,
            ["met"] = target is null ? null : baseline / seconds >= target ? "yes" : "no",
            ["form"] = _sparse.Form,
            // What is done once, in dense iterations.
            ["layout"] = _sparse.LayoutSeconds / DenseSeconds,
            ["preprocessing"] = _sparse.Preprocessing.Seconds / DenseSeconds,
            ["stepLength"] = _sparse.StepLengthSeconds / DenseSeconds,
            ["firedPercent"] = 100 * fires / (width * _problem.Count),
            ["flipsPerNeuron"] = PercentOfNeurons(sample => sample.Counts.Flips) / 100,
            ["duePercent"] = PercentOfNeurons(sample => sample.Work.DueNeurons),
            ["refreshedPercent"] = PercentOfNeurons(sample => sample.Counts.Refreshes),
            ["coldRefreshedPercent"] = PercentOfNeurons(sample => sample.Counts.ColdRefreshes),
            ["relativeLoss"] = phase[^1].Loss / _sparse.Preprocessing.Loss,
            ["iterations"] = (double)phase.Length,
            ["denseTimed"] = (double)_denseTimed,
            ["denseGflops"] = 4.0 * _problem.Count * _problem.Network.Dimension * width / DenseSeconds / 1e9,
            // Below 100: other programs had the processors, or threads waited for each other.
            ["cpuPercent"] = 100 * phase.Sum(sample => sample.CpuSeconds) / phase.Sum(sample => sample.Seconds) / Environment.ProcessorCount,
            ["lossDifference"] = _comparison.Loss,
            ["outputDifference"] = _comparison.Output,
        });
    }
}

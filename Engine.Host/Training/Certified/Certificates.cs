using Engine.Kernels;

namespace Engine;

/// <summary>What certified steps keep besides the lists: one motion an output, one slot a neuron, and the co-firing counts.</summary>
internal sealed class Certificates : IDisposable
{
    private readonly CandidateProblem _problem;

    /// <summary>Takes the memory.</summary>
    /// <param name="problem">Samples, width, outputs, scale.</param>
    /// <param name="kernel">X X^T.</param>
    /// <param name="team">Who does the work.</param>
    public Certificates(CandidateProblem problem, KernelMatrix kernel, WorkerTeam team)
    {
        _problem = problem;
        PackedRows samples = problem.Samples;
        Counts = new CofiringCounts(kernel, samples.Count, problem.Outputs, team);
        Motions = [.. Enumerable.Range(0, problem.Outputs).Select(_ => new DueMotion(samples.Count, samples.PaddedCount, problem.OutputScale))];
    }

    /// <summary>Who fires together.</summary>
    public CofiringCounts Counts { get; }

    /// <summary>One an output.</summary>
    public DueMotion[] Motions { get; }

    /// <summary>What the passes over one output's neurons share.</summary>
    public DueContext Context(int output) => new(_problem, Motions[output]);

    /// <inheritdoc/>
    public void Dispose()
    {
        Counts.Dispose();
        foreach (DueMotion motion in Motions) motion.Dispose();
    }
}

namespace Engine.Kernels;

/// <summary>What the passes over one output's neurons share.</summary>
/// <param name="Problem">Samples, weights at the start, threshold.</param>
/// <param name="Motion">How the output's directions have moved.</param>
internal readonly record struct DueContext(CandidateProblem Problem, DueMotion Motion);

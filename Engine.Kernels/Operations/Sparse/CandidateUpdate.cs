namespace Engine.Kernels;

/// <summary>What an update did to the candidates.</summary>
/// <param name="Flips">Scores that crossed the threshold, in either direction.</param>
/// <param name="Fires">Scores above the threshold after the update.</param>
public readonly record struct CandidateUpdate(long Flips, long Fires);

namespace Engine;

/// <summary>Outcome of a linear solve, as data.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="RelativeResidual">|b - A x| / |b|, unpreconditioned.</param>
/// <param name="Iterations">Iterations done.</param>
public readonly record struct SolveResult(SolveStatus Status, double RelativeResidual, int Iterations);

namespace Engine;

/// <summary>Outcome of <see cref="SketchedRegression"/>.</summary>
/// <param name="Solve">How the whole ended: status, unpreconditioned residual, iterations of both parts.</param>
/// <param name="Richardson">How the paper's iteration ended.</param>
/// <param name="FellBack">Whether conjugate gradients had to finish.</param>
internal readonly record struct SketchedRegressionResult(SolveResult Solve, SolveResult Richardson, bool FellBack);

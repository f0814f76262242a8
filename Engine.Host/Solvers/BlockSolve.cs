namespace Engine;

/// <summary>The outcome of solves with one operator and several right-hand sides.</summary>
/// <param name="Results">One for each right-hand side; residuals are b - A x computed anew, not recurred.</param>
/// <param name="Applications">Products of the operator with a block, those for the final residuals included.</param>
internal readonly record struct BlockSolve(SolveResult[] Results, int Applications)
{
    /// <summary>Whether every right-hand side met its tolerance.</summary>
    public bool AllConverged => Array.TrueForAll(Results, result => result.Status == SolveStatus.Converged);

    /// <summary>The largest relative residual.</summary>
    public double LargestResidual => Results.Max(result => result.RelativeResidual);
}

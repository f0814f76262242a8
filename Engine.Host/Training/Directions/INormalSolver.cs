namespace Engine;

/// <summary>Solves the systems of one step iteratively.</summary>
internal interface INormalSolver : IDisposable
{
    /// <summary>Solves (J J^T + shift) g = b.</summary>
    /// <param name="system">The system at the present point.</param>
    /// <param name="rightHandSide">b, (K, n).</param>
    /// <param name="g">(K, n), overwritten.</param>
    /// <param name="tolerance">Bound on |b - A g| / |b|; a solver whose paper says how accurate it is may take its own.</param>
    /// <param name="cancellation">Checked before every iteration.</param>
    NormalSolve Solve(NormalSystem system, ReadOnlySpan<double> rightHandSide, Span<double> g, double tolerance, CancellationToken cancellation);
}

namespace Engine;

/// <summary>How a linear solve ended.</summary>
public enum SolveStatus
{
    /// <summary>The residual is at or below the tolerance.</summary>
    Converged,

    /// <summary>The limit of iterations came first; the best solution so far is returned.</summary>
    IterationLimit,

    /// <summary>The operator is not positive definite along a search direction; the solution before that direction is returned.</summary>
    Indefinite,

    /// <summary>The residual grew: the iteration does not converge on this system; the best solution seen is returned.</summary>
    Diverged,

    /// <summary>The residual no longer falls: rounding, or a part of the right-hand side out of reach; the best solution seen is returned.</summary>
    Stagnated,
}

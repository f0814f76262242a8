namespace Engine.Kernels;

/// <summary>The outcome of a Cholesky factorisation with its smallest pivot.</summary>
/// <param name="Status">Whether the factor exists.</param>
/// <param name="Pivot">
/// Column of the smallest pivot, 0-based, the first one on ties; -1 for a matrix of order 0. When the factorisation failed this is the
/// column it stopped at, every earlier pivot being positive and finite.
/// </param>
/// <param name="PivotValue">
/// That pivot, a_jj minus the squares to the left of l_jj: the square of l_jj on success; +∞ for a matrix of order 0. Near zero compared
/// with a_jj it says that the matrix is close to singular.
/// </param>
public readonly record struct FactorResult(FactorStatus Status, int Pivot, double PivotValue);

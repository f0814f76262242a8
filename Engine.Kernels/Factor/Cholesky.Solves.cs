namespace Engine.Kernels;

public sealed unsafe partial class Cholesky
{
    /// <summary>Right-hand sides that one item carries through L together, so that a row of L is read once for all of them.</summary>
    private const int RowsPerItem = 8;

    /// <summary>Solves A x = b in place for one right-hand side or several.</summary>
    /// <param name="rightHandSide">b on entry and x on return, shape <c>(count, n)</c>, row-major, one right-hand side a row.</param>
    /// <exception cref="ArgumentException">The length is not a multiple of n.</exception>
    /// <exception cref="InvalidOperationException">The last factorisation failed, or there was none.</exception>
    /// <exception cref="ObjectDisposedException">The buffer that holds the factor was disposed.</exception>
    /// <remarks>
    /// 2 n² operations a right-hand side; groups of 8 are shared among the team, and a single one is bound by reading L twice. A solution
    /// has the same bits alone or among others. The computed x solves (A + E) x = b with |E| ≤ γ_{3n+1} |L| |Lᵀ| (Higham, Accuracy and
    /// Stability, Theorem 10.4).
    /// </remarks>
    public void Solve(Span<double> rightHandSide)
    {
        RequireFactor();
        bool fits = _order == 0 ? rightHandSide.IsEmpty : rightHandSide.Length % _order == 0;
        if (!fits)
            throw new ArgumentException($"length % n == 0 does not hold: length={rightHandSide.Length}, n={_order}.", nameof(rightHandSide));
        if (rightHandSide.IsEmpty) return;
        fixed (double* first = rightHandSide)
        {
            _rightHandSides = first;
            _rightHandSideCount = rightHandSide.Length / _order;
            _team.Run((_rightHandSideCount + RowsPerItem - 1) / RowsPerItem, _solveRows);
        }
    }

    /// <summary>Computes the diagonal of A⁻¹ = L⁻ᵀ L⁻¹.</summary>
    /// <param name="diagonal">Receives n elements.</param>
    /// <returns>The trace of A⁻¹, the elements summed in order.</returns>
    /// <exception cref="ArgumentException">The length is not n.</exception>
    /// <exception cref="InvalidOperationException">The last factorisation failed, or there was none.</exception>
    /// <exception cref="ObjectDisposedException">The buffer that holds the factor was disposed.</exception>
    /// <remarks>
    /// n³/3 operations as in the factorisation; A⁻¹ itself is never formed. The first call takes further workspace, about
    /// <see cref="MaximumOrder"/>² / 2 doubles for a packed copy of L and 48 n for each thread; later calls allocate nothing.
    /// </remarks>
    public double InverseDiagonal(Span<double> diagonal)
    {
        RequireFactor();
        if (diagonal.Length != _order)
            throw new ArgumentException($"length == n does not hold: length={diagonal.Length}, n={_order}.", nameof(diagonal));
        _inverse ??= new FactorInverse(MaximumOrder, _team, _wide);
        fixed (double* first = diagonal) _inverse.Diagonal(_matrix, _stride, _order, first);
        double trace = 0.0;
        foreach (double element in diagonal) trace += element;
        return trace;
    }

    private void SolveRows(int worker, int item)
    {
        int first = item * RowsPerItem;
        int count = Math.Min(RowsPerItem, _rightHandSideCount - first);
        double* rows = _rightHandSides + (nint)first * _order;
        Substitution.Forward(_matrix, _stride, _order, rows, count);
        Substitution.Backward(_matrix, _stride, _order, rows, count);
    }
}

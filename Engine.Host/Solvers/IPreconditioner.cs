namespace Engine;

/// <summary>M, an approximation of A^-1: symmetric, positive semidefinite, applied to one vector or several.</summary>
internal interface IPreconditioner : IBlockOperator, IDisposable
{
    /// <summary>Dimension of the range of M; below <see cref="ILinearOperator.Order"/> when directions were cut off.</summary>
    int Rank { get; }

    /// <summary>What building it added to the diagonal, in the units of A: the ridge asked for and whatever positive definiteness needed on top.</summary>
    double Shift { get; }
}

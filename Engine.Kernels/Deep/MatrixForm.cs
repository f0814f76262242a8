namespace Engine.Kernels;

/// <summary>How a trained matrix of a deep network is held.</summary>
internal enum MatrixForm
{
    /// <summary><see cref="DualForm"/>: scores instead of weights.</summary>
    Dual,

    /// <summary><see cref="ScatterForm"/>: weights, changed at once.</summary>
    Scatter,

    /// <summary><see cref="LowRankForm"/>: weights and pending factors.</summary>
    LowRank,
}

namespace Engine;

/// <summary>What one training step did and what it cost.</summary>
public sealed record StepMetrics
{
    /// <summary>1 for the first step; 0 describes the point before it.</summary>
    public required int Step { get; init; }

    /// <summary>The loss, summed over samples by their weights, in the units training uses (classes: -1/+1; values: standardised). Squared: 1/2 (f - y)^2.</summary>
    public required double Loss { get; init; }

    /// <summary>Loss over the loss before the first step.</summary>
    public required double RelativeLoss { get; init; }

    /// <summary>Loss plus half the ridge times |W - W(0)|^2; equals <see cref="Loss"/> without a ridge.</summary>
    public required double Objective { get; init; }

    /// <summary>Mean loss of the validation samples, by their weights; null without any.</summary>
    public double? ValidationLoss { get; init; }

    /// <summary>Share of the direction that was taken, in (0, 1]; for gradient descent the step size.</summary>
    public required double StepLength { get; init; }

    /// <summary>Damping added to the Gram matrix, relative to its mean diagonal.</summary>
    public required double Damping { get; init; }

    /// <summary>rho: share of pairs (neuron, sample) that fire.</summary>
    public required double FireFraction { get; init; }

    /// <summary>Share of pairs on candidate lists: what a step looks at.</summary>
    public required double CandidateFraction { get; init; }

    /// <summary>Pairs that changed side in this step.</summary>
    public required long Flips { get; init; }

    /// <summary>Neurons whose whole row of scores was computed again.</summary>
    public required long Refreshes { get; init; }

    /// <summary>Neurons whose list was chosen again from their cold list, without a row of scores.</summary>
    public required long ColdRefreshes { get; init; }

    /// <summary>Neurons looked at one by one: all with candidate lists, those that moved with an index. This and the counts below are sums over the trials of a step.</summary>
    public long DueNeurons { get; init; }

    /// <summary>Nodes of search trees compared or written.</summary>
    public long NodesVisited { get; init; }

    /// <summary>Inner products of d terms computed to decide who fires.</summary>
    public long InnerProducts { get; init; }

    /// <summary>Pairs decided or passed on by a cheaper bound.</summary>
    public long Screened { get; init; }

    /// <summary>Pairs near a bound that needed the inner product as well.</summary>
    public long Rechecks { get; init; }

    /// <summary>Bytes of lists, points and nodes read or written to find who fires, each once a pass.</summary>
    public long SearchBytes { get; init; }

    /// <summary>Multiplications of the forward and the backward pass, d for each fired pair in either; null with candidate lists, which do without.</summary>
    public long? FiredMultiplications { get; init; }

    /// <summary>|f - y| over that of the step before; 1 for the starting point.</summary>
    public required double Contraction { get; init; }

    /// <summary>Relative residual |b - A g| / |b| of the linear solve, in fp64; null for a direct one and for gradient descent.</summary>
    public double? SolveResidual { get; init; }

    /// <summary>Condition number of J J^T + shift of the first output at the step's base point, as 24 Lanczos steps see it; null for methods without a sketch.</summary>
    public double? Condition { get; init; }

    /// <summary>The same with the sketched preconditioner.</summary>
    public double? PreconditionedCondition { get; init; }

    /// <summary>Systems whose stationary iteration diverged or stood still and which conjugate gradients solved; null for methods without a sketch.</summary>
    public int? Replaced { get; init; }

    /// <summary>max_r |w_r - w_r(0)|; null for methods without a sketch.</summary>
    public double? LargestMovement { get; init; }

    /// <summary>Inner iterations of the linear solver (0 for a direct solve), or of power iteration.</summary>
    public required int SolverIterations { get; init; }

    /// <summary>Milliseconds spent on the fire sets and the Gram matrix.</summary>
    public required double GramMs { get; init; }

    /// <summary>Milliseconds spent on solving for the direction.</summary>
    public required double SolveMs { get; init; }

    /// <summary>Milliseconds spent on moving weights, scores and outputs.</summary>
    public required double UpdateMs { get; init; }

    /// <summary>Seconds since training began.</summary>
    public required double ElapsedSeconds { get; init; }
}

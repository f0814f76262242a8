using Engine.Kernels;

namespace Engine;

/// <summary>One training run's data: the present point, its outputs and its loss.</summary>
internal sealed class TrainingState : IDisposable
{
    private readonly PackedRows? _samples;
    private readonly CandidateBlocks? _lists;
    private readonly Action _commit;
    private PassWork _work;

    /// <summary>Lays out the run; nothing is scored yet.</summary>
    /// <param name="network">The network to train; its weights are W(0) and are not written before <see cref="Commit"/>.</param>
    /// <param name="rows">Transformed samples, (n, d) row-major, unit norm.</param>
    /// <param name="targets">(K, n).</param>
    /// <param name="options">Validated settings.</param>
    /// <param name="plan">Form and band to use.</param>
    /// <param name="regularised">Whether steps will have to shrink displacements (a ridge above 0).</param>
    /// <param name="loss">What is minimised; null for the plain squared loss.</param>
    public TrainingState(
        NetworkCore network, float[] rows, double[] targets, TrainingOptions options, TrainingPlan plan, bool regularised, ILoss? loss = null)
    {
        LossFunction = loss ?? new SquaredLoss(targets);
        Network = network;
        Count = rows.Length / network.Dimension;
        Team = new WorkerTeam(options.Threads);
        _samples = new PackedRows(rows, network.Dimension);
        Stride = _samples.PaddedCount;
        bool gram = plan.Method == TrainingMethod.GaussNewton && plan.Solver == GramSolver.Cholesky;
        Kernel = gram || plan.Form == UpdateForm.Dual || plan.Certified ? new KernelMatrix(_samples, Team) : null;
        CandidateProblem problem = network.Problem(_samples, plan.Form == UpdateForm.Dual ? Kernel : null, plan.Band, plan.ColdBand, regularised);
        _lists = options.Search == FireSearch.Certified ? new CandidateBlocks(problem, plan.CandidateFraction, plan.ColdFraction, Team) : null;
        Point = _lists is null ? new WeightPoint(problem, () => FinderFactory.Create(options.Search, problem, rows, MemoryBudget.Available), Team)
            : plan.Certified ? new CertifiedPoint(_lists, problem, Kernel!, Team, always: options.DueTimes == true)
            : _lists;
        _commit = () => Point.Materialise(network.Weights);
        Direction = new NativeBuffer<float>((long)network.Outputs * Stride);
        Outputs = new double[targets.Length];
        Residual = new double[targets.Length];
    }

    /// <summary>Lays out a run whose point is made elsewhere.</summary>
    /// <param name="network">Its shape.</param>
    /// <param name="point">Where its weights are; disposed with the run.</param>
    /// <param name="targets">(K, n).</param>
    /// <param name="team">Who does the work; disposed with the run.</param>
    /// <param name="commit">Replaces the network's weights by those of the present point.</param>
    /// <remarks>Squared loss.</remarks>
    public TrainingState(INetworkShape network, ITrainingPoint point, double[] targets, WorkerTeam team, Action commit)
    {
        (Network, Point, Team, _commit) = (network, point, team, commit);
        LossFunction = new SquaredLoss(targets);
        Count = targets.Length / network.Outputs;
        Stride = (Count + TileProduct.PanelWidth - 1) / TileProduct.PanelWidth * TileProduct.PanelWidth;
        Direction = new NativeBuffer<float>((long)network.Outputs * Stride);
        Outputs = new double[targets.Length];
        Residual = new double[targets.Length];
    }

    /// <summary>The shape of the network being trained.</summary>
    public INetworkShape Network { get; }

    /// <summary>n.</summary>
    public int Count { get; }

    /// <summary>n rounded up to 32: floats between rows of <see cref="Direction"/>.</summary>
    public int Stride { get; }

    /// <summary>The network, where it has one hidden layer.</summary>
    public NetworkCore Core => (NetworkCore)Network;

    /// <summary>X, where the network has one hidden layer.</summary>
    public PackedRows Samples => _samples!;

    /// <summary>Who does the work.</summary>
    public WorkerTeam Team { get; }

    /// <summary>X X^T, when the method or the update form needs it.</summary>
    public KernelMatrix? Kernel { get; }

    /// <summary>Where the weights are, and who fires there.</summary>
    public ITrainingPoint Point { get; }

    /// <summary>Whether candidate lists lie behind <see cref="Point"/>, which know C of W = W(0) + C X; false when another search holds the weights.</summary>
    public bool HasLists => _lists is not null;

    /// <summary>Brings the candidate lists to the present point.</summary>
    /// <returns>The lists; null when there are none.</returns>
    public CandidateBlocks? SettledLists() => (Point as CertifiedPoint)?.Settle() ?? _lists;

    /// <summary>f, (K, n).</summary>
    public double[] Outputs { get; }

    /// <summary>The loss's gradient in the outputs, (K, n): f - y for the squared loss, pseudo-residuals for others.</summary>
    public double[] Residual { get; }

    /// <summary>g of the step -J^T g, (K, <see cref="Stride"/>).</summary>
    public NativeBuffer<float> Direction { get; }

    /// <summary>What is summed over samples.</summary>
    public ILoss LossFunction { get; }

    /// <summary>Its value: 1/2 |f - y|^2 for the squared loss.</summary>
    public double Loss { get; private set; }

    /// <summary>Absolute weight of 1/2 |W - W(0)|^2 in the objective.</summary>
    public double Ridge { get; set; }

    /// <summary>|W - W(0)|^2 of the present point; kept only under a ridge.</summary>
    public double DisplacementSquared { get; set; }

    /// <summary>What is minimised: loss plus ridge.</summary>
    public double Objective => Loss + Ridge / 2 * DisplacementSquared;

    /// <summary>Scores every pair once and evaluates the starting point.</summary>
    public void Preprocess(CancellationToken cancellation)
    {
        Point.Preprocess(cancellation);
        Evaluate();
    }

    /// <summary>Moves along <see cref="Direction"/> and evaluates the new point.</summary>
    /// <param name="length">Step length from the base point, or its change when a trial is corrected.</param>
    /// <param name="fromBase">Whether the present point is the base point of the step.</param>
    /// <param name="shrink">Share of W - W(0) that a full step gives up; looked at from the base point only.</param>
    /// <param name="refreshAll">Whether every list is chosen again.</param>
    public unsafe void Move(double length, bool fromBase, double shrink = 0, bool refreshAll = false)
    {
        Point.Step(new StepMove
        {
            Direction = Direction.Pointer,
            Stride = Stride,
            Shrink = (float)shrink,
            Length = (float)length,
            FromBase = fromBase,
            RefreshAll = refreshAll,
        });
        Evaluate();
    }

    /// <summary>Writes g, (K, n), to <see cref="Direction"/> in fp32.</summary>
    public void SetDirection(ReadOnlySpan<double> g)
    {
        for (int k = 0; k < Network.Outputs; k++)
        {
            Span<float> row = Direction.Slice((long)k * Stride, Count);
            for (int i = 0; i < Count; i++) row[i] = (float)g[k * Count + i];
        }
    }

    /// <summary>max_r |w_r - w_r(0)| at the present point.</summary>
    public double LargestMovement() => Math.Sqrt(Math.Max(0, Point.ApplyDisplacement(new double[Outputs.Length]).Largest));

    /// <summary>What the passes since the last call took: those of one iteration.</summary>
    public PassWork TakeWork()
    {
        PassWork work = _work;
        _work = default;
        return work;
    }

    /// <summary>Replaces the network's weights by those of the present point; the state is of no further use.</summary>
    public void Commit() => _commit();

    /// <inheritdoc/>
    public void Dispose()
    {
        Point.Dispose();
        Direction.Dispose();
        Kernel?.Dispose();
        _samples?.Dispose();
        Team.Dispose();
    }

    private void Evaluate()
    {
        _work += Point.Work;
        Point.ReadOutputs(Outputs);
        Loss = LossFunction.Evaluate(Outputs, Residual);
    }
}

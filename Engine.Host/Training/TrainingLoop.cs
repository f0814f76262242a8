using System.Globalization;
using Engine.Kernels;

namespace Engine;

/// <summary>The training loop: preprocess, then direction, step length and telemetry until a reason to stop.</summary>
internal sealed class TrainingLoop(TrainingOptions options, IProgress<StepMetrics>? progress, CancellationToken cancellation)
{
    // Training has stagnated when so many steps together lower the objective by less than the given share.
    private const int GaussNewtonWindow = 5, GradientWindow = 100;
    private const double StagnationShare = 1e-2, ConvergenceShare = 1e-4;

    private readonly List<StepMetrics> _history = [];
    private readonly long _start = options.Time.GetTimestamp();
    private double _ridge;
    private double _preprocessSeconds;
    private Validation? _validation;

    /// <summary>Trains the network in place.</summary>
    /// <param name="core">W(0); on return W of the last completed step.</param>
    /// <param name="rows">Unit rows, (n, d).</param>
    /// <param name="targets">(K, n).</param>
    /// <param name="plan">Form and band.</param>
    /// <param name="chooseRidge">Whether a missing ridge means "choose one" (regression) or "none".</param>
    /// <param name="keep">Receives C before the run is dismantled, when the options or weights that are not stored ask for it.</param>
    /// <param name="loss">What is minimised; null for the plain squared loss.</param>
    /// <param name="validation">Samples that choose the step to keep; null for the last.</param>
    public TrainingResult Run(
        NetworkCore core, float[] rows, double[] targets, TrainingPlan plan, bool chooseRidge, Action<SparseCoefficients>? keep,
        ILoss? loss = null, Validation? validation = null)
    {
        _validation = validation;
        bool regularised = IsRegularised(plan.Method, options.Ridge, chooseRidge);
        using var state = new TrainingState(core, rows, targets, options, plan, regularised, loss);
        bool regenerated = core.Storage == WeightStorage.Regenerated;
        return Run(state, () => DirectionFactory.Create(state, plan, options), regularised, plan.StepLimit, plan.Form, plan.FormReason, () =>
        {
            if (validation is not null)
            {
                if (validation.BestCoefficients is { } best) keep?.Invoke(best);
                validation.Restore(core);
                return;
            }

            if ((options.KeepCoefficients || regenerated) && state.SettledLists() is { } lists)
            {
                SparseCoefficients coefficients = SparseCoefficients.From(lists, core.Width);
                keep?.Invoke(coefficients);
                if (regenerated) core.Displace(new CompactWeights(coefficients, rows));
            }

            if (!regenerated) state.Commit();
        });
    }

    /// <summary>Whether steps will have to shrink displacements.</summary>
    /// <param name="method">Not left open.</param>
    /// <param name="ridge">Of the options.</param>
    /// <param name="chooseRidge">Whether a missing ridge means "choose one" (regression) or "none".</param>
    public static bool IsRegularised(TrainingMethod method, double? ridge, bool chooseRidge) =>
        method != TrainingMethod.GradientDescent && (ridge ?? (chooseRidge ? 1 : 0)) > 0;

    /// <summary>Trains from the point a state was laid out with.</summary>
    /// <param name="state">Not scored yet; on return of no further use.</param>
    /// <param name="make">Makes the direction, once the start is scored.</param>
    /// <param name="regularised">Whether there is a ridge.</param>
    /// <param name="stepLimit">Most steps.</param>
    /// <param name="form">How scores follow the weights, for the result.</param>
    /// <param name="formReason">Why.</param>
    /// <param name="commit">Gives the network the weights of the step to keep, once there is one.</param>
    public TrainingResult Run(TrainingState state, Func<IDirection> make, bool regularised, int stepLimit, UpdateForm form, string formReason, Action commit)
    {
        try
        {
            state.Preprocess(cancellation);
        }
        catch (OperationCanceledException)
        {
            return Result(TrainingStatus.Cancelled, "stopped during preprocessing; the weights are those of the start", form, formReason, loss: double.NaN);
        }

        IDirection direction = make();
        using var newton = direction as INewtonDirection;
        TrainingStatus status;
        string message;
        try
        {
            if (regularised) state.Ridge = RidgeSelection.Absolute(state, options.Ridge, out _ridge, cancellation);
            _preprocessSeconds = Elapsed();
            Record(state, new DirectionReport { Solved = true, Slope = 0 }, length: 0, updateTime: default);
            (status, message) = Iterate(state, direction, newton, stepLimit);
        }
        catch (OperationCanceledException)
        {
            // A direction was being computed: the point has not moved since the last completed step.
            (status, message) = Cancelled();
        }

        // Cancelled before the first record, the weights are those of the start.
        if (_history.Count > 0) commit();
        return Result(status, message, form, formReason, _validation is { } validation && _history.Count > 0 ? _history[validation.BestStep].Loss : state.Loss);
    }

    private (TrainingStatus Status, string Message) Iterate(TrainingState state, IDirection direction, INewtonDirection? newton, int limit)
    {
        for (int step = 1; ; step++)
        {
            StepMetrics last = _history[^1];
            if (last.RelativeLoss <= options.TargetInUse) return (TrainingStatus.TargetReached, Say($"the target, relative loss {options.TargetInUse:G3}, is reached"));
            if (_validation?.Exhausted(last.Step) == true)
                return (TrainingStatus.EarlyStopped, Say($"the validation loss has not fallen below {_validation.BestLoss:G4} for {options.PatienceInUse} steps"));
            if (Stalled(state, newton is not null) is { } stop) return stop;
            if (step > limit) return (TrainingStatus.StepLimit, Say($"the limit of {limit} steps is reached"));
            if (cancellation.IsCancellationRequested) return Cancelled();

            DirectionReport report = direction.Compute(state, cancellation);
            if (!report.Solved) return (TrainingStatus.SolverFailed, Say($"step {step} has no direction: nothing fires, numbers are not finite, or the system is not positive definite (damping {report.Damping:G3})") + FewFires(state));
            long start = options.Time.GetTimestamp();
            double before = state.Objective;
            double length = BacktrackingLineSearch.Take(state, report, refreshAll: step % state.Point.RefreshPeriod == 0);
            while (length == 0 && newton is not null && newton.Raise())
            {
                report = newton.Compute(state, cancellation);
                if (!report.Solved) break;
                length = BacktrackingLineSearch.Take(state, report, refreshAll: false);
            }

            if (length == 0) return Floor(state);
            newton?.Learn(length, before - state.Objective, report.Slope);
            if (length < report.FirstLength) (direction as GradientDirection)?.Forget();
            Record(state, report, length, options.Time.GetElapsedTime(start));
        }
    }

    /// <summary>The usual cause, and what helps; empty when enough neurons fire.</summary>
    private static string FewFires(TrainingState state)
    {
        int systems = state.Network.Wiring == OutputWiring.Grouped ? state.Network.Outputs : 1;
        double fires = state.Point.Counts.Fires / ((double)state.Count * systems), needed = ShiftCandidates.FiresNeeded(state.Count, state.Network.Dimension);
        return fires < needed
            ? Say($"; about {fires:F0} neurons of an output fire on a sample, where {needed:F0} fit any targets: more neurons or a ridge help")
            : "";
    }

    private (TrainingStatus Status, string Message) Cancelled() =>
        (TrainingStatus.Cancelled, _history.Count <= 1 ? "the weights are those of the start"
            : _validation is null ? "the model holds the last completed step" : "stopped after a completed step");

    /// <summary>Whether the last steps together did next to nothing.</summary>
    private (TrainingStatus Status, string Message)? Stalled(TrainingState state, bool gaussNewton)
    {
        if (state.Ridge > 0 && _history.Count > 1)
        {
            double before = _history[^2].Objective, now = _history[^1].Objective;
            if (before - now <= ConvergenceShare * before) return (TrainingStatus.Converged, Say($"the regularised objective has settled at {now:G6}"));
            return null;
        }

        int window = gaussNewton ? GaussNewtonWindow : GradientWindow;
        if (_history.Count <= window) return null;
        double first = _history[^(window + 1)].Loss, last = _history[^1].Loss;
        return first - last < StagnationShare * first
            ? (TrainingStatus.Stagnated, Say($"the last {window} steps lowered the loss by less than {StagnationShare:P0}"))
            : null;
    }

    private static (TrainingStatus Status, string Message) Floor(TrainingState state) => state.Ridge > 0
        ? (TrainingStatus.Converged, Say($"no step lowers the regularised objective {state.Objective:G6} any further"))
        : (TrainingStatus.Stagnated, "no step lowers the loss any further in fp32");

    private void Record(TrainingState state, DirectionReport report, double length, TimeSpan updateTime)
    {
        PassCounts counts = state.Point.Counts;
        PassWork work = state.TakeWork();
        double pairs = (double)state.Network.Width * state.Count;
        double initial = _history.Count == 0 ? state.Loss : _history[0].Loss, before = _history.Count == 0 ? state.Loss : _history[^1].Loss;
        var metrics = new StepMetrics
        {
            Step = _history.Count,
            Loss = state.Loss,
            RelativeLoss = initial == 0 ? 0 : _history.Count == 0 ? 1 : state.Loss / initial,
            Objective = state.Objective,
            ValidationLoss = _validation?.Observe(state, _history.Count, options.KeepCoefficients),
            StepLength = length,
            Damping = report.Damping,
            FireFraction = counts.Fires / pairs,
            CandidateFraction = counts.Candidates / pairs,
            Flips = _history.Count == 0 ? 0 : counts.Flips,
            Refreshes = counts.Refreshes,
            ColdRefreshes = counts.ColdRefreshes,
            DueNeurons = work.DueNeurons,
            NodesVisited = work.NodesVisited,
            InnerProducts = work.InnerProducts,
            Screened = work.Screened,
            Rechecks = work.Rechecks,
            SearchBytes = work.Bytes,
            FiredMultiplications = !state.HasLists ? (work.ForwardProducts + work.BackwardProducts) * state.Network.Dimension : null,
            Contraction = before == 0 ? 1 : Math.Sqrt(state.Loss / before),
            SolverIterations = report.Iterations,
            SolveResidual = report.SolveResidual,
            Condition = report.Solve?.Condition,
            PreconditionedCondition = report.Solve?.PreconditionedCondition,
            Replaced = report.Solve is { Condition: not null } sketched ? sketched.Replaced : null,
            LargestMovement = report.Solve is { Condition: not null } ? state.LargestMovement() : null,
            GramMs = report.GramTime.TotalMilliseconds,
            SolveMs = report.SolveTime.TotalMilliseconds,
            UpdateMs = updateTime.TotalMilliseconds,
            ElapsedSeconds = Elapsed(),
        };
        _history.Add(metrics);
        progress?.Report(metrics);
    }

    private TrainingResult Result(TrainingStatus status, string message, UpdateForm form, string formReason, double loss)
    {
        double initial = _history.Count == 0 ? loss : _history[0].Loss;
        int? kept = _history.Count == 0 ? null : _validation?.BestStep;
        double relative = _history.Count == 0 ? 1 : _history[kept ?? _history.Count - 1].RelativeLoss;
        int steps = Math.Max(0, _history.Count - 1);
        string sentence = Say($"{status} after {steps} steps at relative loss {relative:G3}: {message}{(kept is null ? "" : Say($"; the model is that of step {kept}"))}.");
        return new TrainingResult(status, sentence, steps, initial, loss, relative, _ridge, form, formReason, Elapsed(), _preprocessSeconds, _history, kept);
    }

    private double Elapsed() => options.Time.GetElapsedTime(_start).TotalSeconds;

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

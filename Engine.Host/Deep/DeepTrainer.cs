using Engine.Kernels;

namespace Engine;

/// <summary>Trains deep networks.</summary>
public static class DeepTrainer
{
    /// <summary>Fits a deep network to data by full-batch training. There is no learning rate; nothing is printed.</summary>
    /// <param name="model">The network; the trained weights are replaced. On cancellation they are those of the last completed step.</param>
    /// <param name="data">Samples with targets of the kind the network was made for.</param>
    /// <param name="options">Settings; null takes the defaults. Those of candidate lists and searches must be left alone.</param>
    /// <param name="trained">Which hidden matrices are moved.</param>
    /// <param name="progress">Receives one record per step, the starting point first.</param>
    /// <param name="cancellation">Ends training early; the result says so.</param>
    /// <returns>How it went. Numerical trouble is a status, not an exception.</returns>
    /// <exception cref="ArgumentException">A setting is out of range, or does not apply.</exception>
    /// <exception cref="InputException">The data do not fit the network, or a row has no direction after the transform.</exception>
    /// <exception cref="InsufficientMemoryException">The predicted memory exceeds this machine's.</exception>
    /// <remarks>m for every active input of every layer once, then n for every unit that fires; plus n^3 / 3 an output and step.</remarks>
    public static TrainingResult Fit(
        DeepNetwork model, Dataset data, TrainingOptions? options = null, TrainedLayers trained = TrainedLayers.Last,
        IProgress<StepMetrics>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        options ??= new TrainingOptions();
        return Follow(model, data, options, Plan(model, data, options, trained), progress, cancellation);
    }

    /// <summary>Fits one layer of a network.</summary>
    internal static TrainingResult FitLayer(
        DeepNetwork model, Dataset data, TrainingOptions options, int layer, IProgress<StepMetrics>? progress, CancellationToken cancellation)
    {
        options.Validate();
        model.RequireFeatures(data);
        return Follow(model, data, options, DeepPlan.For(StackOutline.Of(model.Stack), data.Count, options, layer, layer, model.Task), progress, cancellation);
    }

    private static TrainingResult Follow(
        DeepNetwork model, Dataset data, TrainingOptions options, DeepPlan plan, IProgress<StepMetrics>? progress, CancellationToken cancellation)
    {
        if (!data.Weights.IsEmpty) throw new ArgumentException("Weights of samples are for networks of one hidden layer.", nameof(data));
        MemoryBudget.Require(plan.TotalBytes, $"training at widths {string.Join(", ", model.Widths)} on {data.Count} samples");
        var loop = new TrainingLoop(options, progress, cancellation);
        double[] targets = model.Meaning.TargetsOf(data);
        TrainingResult result = Run(model, data, targets, options, plan, loop);
        model.Training = new TrainingSummary(
            Path.GetFileName(data.Source), data.Count, options.Method == TrainingMethod.GradientDescent ? TrainingMethod.GradientDescent : TrainingMethod.GaussNewton, result.Ridge, options.TargetInUse, result.Steps, result.RelativeLoss, result.Status);
        return result;
    }

    /// <summary>Predicts what <see cref="Fit"/> would use, without doing it.</summary>
    /// <param name="model">The network.</param>
    /// <param name="data">The samples.</param>
    /// <param name="options">Settings; null takes the defaults.</param>
    /// <param name="trained">Which hidden matrices are moved.</param>
    /// <exception cref="ArgumentException">A setting is out of range, or does not apply.</exception>
    /// <exception cref="InputException">The number of features differs.</exception>
    public static DeepPlan Plan(DeepNetwork model, Dataset data, TrainingOptions? options = null, TrainedLayers trained = TrainedLayers.Last)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        options ??= new TrainingOptions();
        options.Validate();
        model.RequireFeatures(data);
        int first = trained switch
        {
            TrainedLayers.Last => model.Depth - 1,
            TrainedLayers.LastTwo => Math.Max(0, model.Depth - 2),
            _ => 0,
        };
        return DeepPlan.For(StackOutline.Of(model.Stack), data.Count, options, first, model.Depth - 1, model.Task);
    }

    private static TrainingResult Run(DeepNetwork model, Dataset data, double[] targets, TrainingOptions options, DeepPlan plan, TrainingLoop loop)
    {
        using var team = new WorkerTeam(options.Threads);
        ActiveRows inputs = FrozenInputs(model, data, plan.FirstTrained, team);
        var part = new LayerStack([.. model.Stack.Layers.Skip(plan.FirstTrained)], model.Stack.Readout);
        UnitPanels weights = part.Layers[0].Weights;
        NativeBuffer<float> rows = weights.ToRows();
        bool back = false;
        try
        {
            ITrainedMatrix form = TrainedMatrix.Create(plan.Matrix, rows, weights.Units, inputs, team);
            bool[] moved = [.. part.Layers.Select((_, l) => plan.IsTrained(plan.FirstTrained + l))];
            var point = new DeepPoint(part, moved, form, plan.Regularised, team);
            using var state = new TrainingState(new DeepShape(part, model.Seed), point, targets, team, () =>
            {
                point.Materialise(rows);
                weights.ToPanels();
                back = true;
            });
            IDirection Direction() => options.Method == TrainingMethod.GradientDescent
                ? new GradientDirection(model.Seed, options.Time)
                : new GaussNewtonDirection(state, options.Damping, options.TargetInUse, options.Time);
            return loop.Run(state, Direction, plan.Regularised, plan.StepLimit, plan.Matrix == MatrixForm.Dual ? UpdateForm.Dual : UpdateForm.Primal, plan.FormReason, state.Commit);
        }
        finally
        {
            if (!back) weights.ToPanels();
        }
    }

    private static ActiveRows FrozenInputs(DeepNetwork model, Dataset data, int layers, WorkerTeam team)
    {
        ActiveRows h = ActiveRows.FromDense(model.Transform.Apply(data), model.Transform.OutputDimension, model.Stack.Layers[0].HasBias);
        for (int l = 0; l < layers; l++) h = model.Stack.Next(l, h, model.Stack.Layers[l].Weights.Scratch(), team);
        return h;
    }
}

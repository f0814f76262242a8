using Engine.Kernels;
using Engine.Tests.Reference;

namespace Engine.Tests.Training;

/// <summary>The parts of the training loop, driven one step at a time so that a test can look in between.</summary>
internal sealed class SteppedRun : IDisposable
{
    private readonly NetworkCore _core;
    private readonly FiredRows[] _fired;

    internal SteppedRun(TrainingCase given)
    {
        Case = given;
        _core = given.Network();
        Start = DenseNetwork.Of(_core);
        Rows = Dense.Of(given.Rows());
        Targets = given.Targets();
        bool regularised = given.Options.Ridge > 0;
        TrainingPlan plan = TrainingPlan.For(_core, given.Samples, given.Options);
        Band = plan.Band;
        State = new TrainingState(_core, given.Rows(), Targets, given.Options, plan, regularised, given.Loss());
        State.Preprocess(CancellationToken.None);
        _fired = [.. State.Point.Ranges.Select(_ => new FiredRows())];
        Direction = DirectionFactory.Create(State, plan, given.Options);
        Newton = Direction as INewtonDirection;
        if (regularised) State.Ridge = RidgeSelection.Absolute(State, given.Options.Ridge, out _, CancellationToken.None);
    }

    internal TrainingCase Case { get; }

    internal TrainingState State { get; }

    internal INewtonDirection? Newton { get; }

    internal IDirection Direction { get; }

    /// <summary>Of the lists.</summary>
    internal float Band { get; }

    /// <summary>W(0).</summary>
    internal DenseNetwork Start { get; }

    internal double[] Rows { get; }

    /// <summary>y, (K, n).</summary>
    internal double[] Targets { get; }

    /// <summary>C of the present point.</summary>
    internal SparseCoefficients Coefficients() => SparseCoefficients.From(State.SettledLists()!, Case.Width);

    /// <summary>W of the present point, in double: W(0) + C X where lists know C, the weights as such where a search holds them.</summary>
    internal DenseNetwork Point()
    {
        if (State.HasLists) return Start.With(TrainedRun.ExactWeights(Start.Weights, Coefficients(), Rows, Case.Dimension));
        using var weights = new NativeBuffer<float>(Start.Weights.Length);
        State.Point.Materialise(weights);
        return Start.With(Dense.Of(weights.Slice(0, Start.Weights.Length)));
    }

    /// <summary>The fire sets by the library's scores, (m, n).</summary>
    internal bool[] Fires()
    {
        State.Point.CollectFired(_fired);
        bool[] fires = new bool[Case.Width * Case.Samples];
        int neuron = 0;
        foreach (FiredRows rows in _fired)
        {
            for (int local = 0; local < rows.Count; local++, neuron++)
            {
                foreach (int i in rows.Ids[rows.Offsets[local]..rows.Offsets[local + 1]]) fires[neuron * Case.Samples + i] = true;
            }
        }

        return fires;
    }

    /// <summary>The library's g as it moves the weights, (K, n).</summary>
    internal double[] Gradient()
    {
        double[] g = new double[Targets.Length];
        for (int p = 0; p < g.Length; p++) g[p] = State.Direction.Slice(p / Case.Samples * (long)State.Stride + p % Case.Samples, 1)[0];
        return g;
    }

    public void Dispose()
    {
        Newton?.Dispose();
        State.Dispose();
        _core.Dispose();
    }
}

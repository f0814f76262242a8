using Engine.Indexing;
using Engine.Kernels;
using Xunit;

namespace Engine.Tests.Training;

/// <summary>What the papers count (PAPERS.md, section 10), counted.</summary>
public sealed class SearchWorkTests
{
    public static TheoryData<FireSearch> Searches => SearchCases.Rows();

    /// <summary>d multiplications a fired pair, forward over the new sets and backward over those of the base point.</summary>
    [Theory, MemberData(nameof(Searches))]
    public void ForwardAndBackward_CostDimensionTimesFiredPairs_T25(FireSearch search)
    {
        TrainingCase given = SearchCases.Descent(search);
        IReadOnlyList<StepMetrics> history = given.Train().Result.History;
        double pairs = (double)given.Width * given.Samples;
        long[] fired = [.. history.Select(step => (long)Math.Round(step.FireFraction * pairs))];
        Assert.Equal(fired[0] * given.Dimension, history[0].FiredMultiplications);
        for (int step = 1; step < history.Count; step++)
        {
            Assert.Equal((fired[step - 1] + fired[step]) * given.Dimension, history[step].FiredMultiplications);
            // The claim as the papers have it, of each direction: d sum k_i.
            Assert.InRange(history[step].FiredMultiplications!.Value / 2.0 / (given.Dimension * fired[step]), 0.95, 1.05);
        }
    }

    /// <summary>A step looks at the neurons that fired before it; a dense one at all.</summary>
    [Theory, MemberData(nameof(Searches))]
    public void Step_LooksAtNeuronsThatFired(FireSearch search)
    {
        TrainingCase given = Quiet(search);
        using SteppedRun run = new(given);
        int firing = Firing(run);
        Assert.InRange(firing, 1, given.Width - 1);
        run.State.TakeWork();
        DirectionReport report = run.Direction.Compute(run.State, CancellationToken.None);
        run.State.Move(report.FirstLength, fromBase: true);
        PassWork work = run.State.TakeWork();
        Assert.Equal(search == FireSearch.Dense ? given.Width : firing, work.DueNeurons);
        long products = search switch
        {
            FireSearch.Dense or FireSearch.PreprocessedWeights => (long)given.Width * given.Samples,
            _ => (long)firing * given.Samples,
        };
        Assert.Equal(products, work.InnerProducts);
        Assert.Equal(default, run.State.TakeWork());
    }

    /// <summary>Work is that of all trials of a step.</summary>
    [Theory, MemberData(nameof(Searches))]
    public void TakeWork_AddsUpTrials(FireSearch search)
    {
        using SteppedRun run = new(Quiet(search));
        run.State.TakeWork();
        DirectionReport report = run.Direction.Compute(run.State, CancellationToken.None);
        run.State.Move(report.FirstLength, fromBase: true);
        PassWork first = run.State.Point.Work;
        run.State.Move(-0.5 * report.FirstLength, fromBase: false);
        Assert.Equal(first + run.State.Point.Work, run.State.TakeWork());
        Assert.Equal(first.DueNeurons, run.State.Point.Work.DueNeurons);
        Assert.Equal(first.BackwardProducts, run.State.Point.Work.BackwardProducts);
    }

    /// <summary>An index is told of exactly the neurons that fired at the base point, each once a trial.</summary>
    [Theory]
    [InlineData(FireSetIndexKind.HalfSpaceOverWeights)]
    [InlineData(FireSetIndexKind.HalfSpaceOverData)]
    [InlineData(FireSetIndexKind.CorrelationDTree)]
    [InlineData(FireSetIndexKind.CorrelationWTree)]
    public void UntouchedNeurons_CauseNoWrites_T4(FireSetIndexKind kind)
    {
        TrainingCase given = Quiet(FireSearch.Dense);
        using NetworkCore core = given.Network();
        using var samples = new PackedRows(given.Rows(), given.Dimension);
        using var team = new WorkerTeam(1);
        CandidateProblem problem = core.Problem(samples, kernel: null, band: 0, coldBand: 0, regularised: false);
        List<RecordingIndex> indexes = [];
        using var point = new WeightPoint(problem, () =>
        {
            indexes.Add(new RecordingIndex(FireSetIndexFactory.Create(kind, new IndexSetting { Threshold = given.Shift }, 1 << 30)));
            return new IndexFinder(indexes[^1], given.Rows(), given.Dimension, given.Shift);
        }, team);
        point.Preprocess(CancellationToken.None);
        Assert.All(indexes, index => Assert.Empty(index.Updated));
        int[] fired = Firing(point, given.Width);
        using var direction = new NativeBuffer<float>((long)given.Outputs * samples.PaddedCount);
        direction.Slice(0, (int)direction.Length).Fill(0.01f);
        foreach (bool fromBase in new[] { true, false })
        {
            Move(point, direction, samples.PaddedCount, fromBase);
            int first = 0;
            List<int> told = [];
            foreach (RecordingIndex index in indexes)
            {
                told.AddRange(index.Updated.Select(r => first + r));
                index.Updated.Clear();
                first += index.NeuronCount;
            }

            Assert.Equal(given.Width, first);
            Assert.Equal(fired, told);
        }
    }

    /// <summary>2k(log2(P/k) + 2) + 1 of PAPERS 4.5 (E.2), in the shape of these trees, and n (1 + levels) nodes an update (E.3).</summary>
    [Theory]
    [InlineData(FireSearch.CorrelationTreeD)]
    [InlineData(FireSearch.CorrelationTreeW)]
    public void Trees_VisitFewNodes_T3(FireSearch search)
    {
        TrainingCase given = Quiet(search);
        using SteppedRun run = new(given);
        int parts = WeightPoint.PartCount(run.State.Point.Ranges.Count, (long)given.Width * given.Dimension);
        bool overData = search == FireSearch.CorrelationTreeD;
        for (int step = 1; step <= 3; step++)
        {
            long moved = Firing(run);
            DirectionReport report = run.Direction.Compute(run.State, CancellationToken.None);
            run.State.Move(report.FirstLength, fromBase: true);
            var shape = new MaxTreeShape(overData ? given.Width / parts + TileProduct.TileRows * 16 : given.Samples, leafBlock: 64, fanOut: 16);
            // A query looks at its root, and at most at all children of the maxima over its k leaves.
            long queries = overData ? (long)given.Samples * parts : moved, children = 0;
            for (int level = 1; level <= shape.Root; level++) children += shape.Children(level) * run.State.Point.Counts.Fires;
            long written = overData ? moved * given.Samples * (1 + shape.Root) : moved * shape.Length;
            Assert.InRange(run.State.Point.Work.NodesVisited, queries, queries + children + written);
        }
    }

    /// <summary>A shift that one score in a hundred passes: many neurons fire on nothing.</summary>
    private static TrainingCase Quiet(FireSearch search) => SearchCases.Descent(search) with { Shift = 2.3f };

    private static int Firing(SteppedRun run) => Firing(run.State.Point, run.Case.Width).Length;

    private static int[] Firing(ITrainingPoint point, int width)
    {
        FiredRows[] fired = [.. point.Ranges.Select(_ => new FiredRows())];
        point.CollectFired(fired);
        List<int> firing = [];
        int neuron = 0;
        foreach (FiredRows rows in fired)
        {
            for (int row = 0; row < rows.Count; row++, neuron++)
            {
                if (rows.Of(row).Length > 0) firing.Add(neuron);
            }
        }

        Assert.Equal(width, neuron);
        return [.. firing];
    }

    private static unsafe void Move(ITrainingPoint point, NativeBuffer<float> direction, long stride, bool fromBase) => point.Step(new StepMove
    {
        Direction = direction.Pointer,
        Stride = stride,
        Shrink = 0,
        Length = 1,
        FromBase = fromBase,
        RefreshAll = false,
    });
}

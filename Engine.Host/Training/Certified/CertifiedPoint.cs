using System.Runtime.InteropServices;
using Engine.Indexing;
using Engine.Kernels;

namespace Engine;

/// <summary>A training point that looks only at neurons which may have changed: fused passes over all lists while many pairs change side, certified steps from then on.</summary>
/// <remarks>
/// A certified step of output k: the increment of the direction moves all silent neurons at once (<see cref="DueMotion"/>); while no fire set changes, outputs move by
/// exactly G times the increment; a tournament tree over due times (<see cref="DueTimeIndex"/>) reports whose certificates may have ended; those neurons are looked at
/// (<see cref="DuePass"/>), and pairs that have changed side correct outputs and co-firing counts. Late in training nothing that grows with m is done. An epoch ends,
/// and all rates are computed again, when a step costs more than the epoch's mean. All decisions follow from counts: same seed, same bits, for any number of threads.
/// </remarks>
internal sealed unsafe class CertifiedPoint : ITrainingPoint
{
    // Shards whose fire sets are held at a time.
    private const int FiredShards = 16;

    // Fused steps after certified ones did not pay, doubled every time.
    private const int FirstPause = 8, LongestPause = 256;

    private readonly CandidateBlocks _blocks;
    private readonly CandidateProblem _problem;
    private readonly KernelMatrix _kernel;
    private readonly WorkerTeam _team;
    private readonly bool _always;
    private readonly CertifiedCost _cost;
    private readonly int _samples;
    private readonly double[] _outputs;
    private readonly double[] _increments;
    private readonly double[] _image;
    private readonly DueTimeIndex _index;
    private readonly ThresholdHits[] _hits;
    private readonly float[][] _dueTimes;
    private readonly IndexWork[] _work;
    private readonly FlipLog[] _logs;
    private readonly List<int>[] _touched;
    private readonly FiredRows[] _fired = [.. Enumerable.Range(0, FiredShards).Select(_ => new FiredRows())];
    private Certificates? _certificates;
    private double _saved;
    private double _epochCost;
    private double _lastCost;
    private int _epochSteps;
    private int _pause;
    private int _nextPause = FirstPause;

    /// <summary>Certified steps over lists that are not chosen yet.</summary>
    /// <param name="blocks">The lists; owned from now on. Grouped wiring, no ridge.</param>
    /// <param name="problem">What they were made from.</param>
    /// <param name="kernel">X X^T.</param>
    /// <param name="team">Who does the work.</param>
    /// <param name="always">Whether every step is a certified one, whatever it costs.</param>
    public CertifiedPoint(CandidateBlocks blocks, CandidateProblem problem, KernelMatrix kernel, WorkerTeam team, bool always)
    {
        (_blocks, _problem, _kernel, _team, _always) = (blocks, problem, kernel, team, always);
        _samples = problem.Samples.Count;
        _cost = new CertifiedCost(problem.Width, _samples, problem.Samples.Dimension, problem.Outputs, problem.Kernel is not null);
        _outputs = new double[problem.Outputs * _samples];
        _increments = new double[_outputs.Length];
        _image = new double[_outputs.Length];
        int ranges = blocks.Ranges.Count;
        _index = new DueTimeIndex([.. blocks.Ranges.Select(range => range.Count)]);
        _hits = [.. Enumerable.Range(0, team.Size).Select(_ => new ThresholdHits())];
        _dueTimes = [.. blocks.Ranges.Select(range => new float[range.Count])];
        _work = new IndexWork[ranges];
        _logs = [.. blocks.Ranges.Select(_ => new FlipLog())];
        _touched = [.. blocks.Ranges.Select(_ => new List<int>())];
    }

    /// <inheritdoc/>
    public IReadOnlyList<NeuronRange> Ranges => _blocks.Ranges;

    /// <inheritdoc/>
    /// <remarks>A certified step leaves scores as they are. What drifts are outputs, by the error of a score whenever its pair changes side: on digits by 7e-7 of outputs of about one in 380 steps at widths of 2^16 and 2^18.</remarks>
    public int RefreshPeriod => Certified ? 1000 : _blocks.RefreshPeriod;

    /// <inheritdoc/>
    public PassCounts Counts { get; private set; }

    /// <inheritdoc/>
    public PassWork Work { get; private set; }

    /// <summary>Whether the last step was a certified one.</summary>
    public bool Certified => _certificates is not null;

    /// <summary>The lists as they are: in certified steps their scores and coefficients lag behind, see <see cref="Settle"/>.</summary>
    public CandidateBlocks Lists => _blocks;

    /// <summary>How the directions of each output have moved since the epoch began; none outside certified steps.</summary>
    public IReadOnlyList<DueMotion> Motions => _certificates?.Motions ?? [];

    /// <summary>The largest difference that the last exact re-evaluation found between outputs carried along and outputs added up.</summary>
    public double Drift { get; private set; }

    /// <summary>Bytes a run needs beside its lists.</summary>
    /// <param name="width">m.</param>
    /// <param name="samples">n.</param>
    /// <param name="outputs">K.</param>
    /// <param name="fires">Expected pairs that fire.</param>
    /// <param name="groups">Expected groups of all lists.</param>
    /// <param name="cold">Bytes of cold lists, whose memory records take over.</param>
    public static double BytesFor(double width, double samples, double outputs, double fires, double groups, double cold)
    {
        double records = width * DueRecords.ExpectedBytes(fires / width, groups * Lanes.Width / width);
        return CofiringCounts.BytesFor(samples, outputs) + outputs * DueMotion.BytesFor(samples) + width * (sizeof(DueSlot) + 3.2 * sizeof(float)) + groups * Lanes.Width
            + (records <= cold ? 0 : 1.3 * records);
    }

    /// <inheritdoc/>
    public void Preprocess(CancellationToken cancellation)
    {
        _blocks.Preprocess(cancellation);
        Take();
    }

    /// <inheritdoc/>
    public void Step(StepMove move)
    {
        bool begins = false;
        if (move.FromBase)
        {
            if (_certificates is null) begins = Pays() && Enter();
            else if (!_certificates.Counts.Fits || !_always && EpochIsOver(_certificates) && _epochCost / _epochSteps > _cost.Fused(Counts)) Leave();
        }

        if (_certificates is null && !begins)
        {
            _blocks.Step(move);
            Take();
            _saved = Math.Max(0, _saved + _cost.Fused(Counts) - _cost.Foreseen(Counts));
            if (move.FromBase && _pause is > 0 and < int.MaxValue) _pause--;
            return;
        }

        Certificates held = _certificates!;
        if (!move.FromBase) FlipBack(held);
        Move(held, move);
        foreach (FlipLog log in _logs) log.Clear();
        bool renews = !begins && EpochIsOver(held);
        if (begins) Begin(held);
        else if (renews) Renew(held);
        _team.RunByParts(held.Motions.Length, (_, k) =>
        {
            held.Motions[k].Advance();
            held.Motions[k].Foresee(_image.AsSpan(k * _samples, _samples));
        });
        if (!begins && !renews) Array.Clear(_work);
        Visit(held);
        held.Counts.Apply(Ranges, _logs, _outputs, undo: false);
        Book(renewed: begins || renews);
        if (move.RefreshAll) Reevaluate(held);
    }

    /// <inheritdoc/>
    public void ReadOutputs(double[] outputs)
    {
        if (Certified) _outputs.CopyTo(outputs, 0);
        else _blocks.ReadOutputs(outputs);
    }

    /// <inheritdoc/>
    public void ApplyGram(NativeBuffer<float> vectors, double[] result)
    {
        if (_certificates is null)
        {
            _blocks.ApplyGram(vectors, result);
            return;
        }

        var plain = new double[result.Length];
        for (int p = 0; p < plain.Length; p++) plain[p] = vectors.Pointer[p / _samples * (long)_problem.Samples.PaddedCount + p % _samples];
        _certificates.Counts.Multiply(plain, Scale, result);
    }

    /// <inheritdoc/>
    public Displacement ApplyDisplacement(double[] result)
    {
        if (Certified) Settle();
        return _blocks.ApplyDisplacement(result);
    }

    /// <inheritdoc/>
    public void CollectFired(FiredRows[] fired)
    {
        if (Certified) _team.Run(fired.Length, (_, item) => fired[item].CollectRecorded(_blocks.Shards[item]));
        else _blocks.CollectFired(fired);
    }

    /// <inheritdoc/>
    public void Materialise(NativeBuffer<float> destination)
    {
        if (Certified) Settle();
        _blocks.Materialise(destination);
    }

    /// <summary>The lists, with the scores and coefficients of the present point.</summary>
    public CandidateBlocks Settle()
    {
        if (_certificates is { } held)
            _team.Run(Ranges.Count, (worker, item) => DuePass.SettleAll(held.Context(Ranges[item].FirstOutput), _blocks.Shards[item], _blocks.Scratch(worker)));
        return _blocks;
    }

    /// <summary>Ends certified steps: the lists take over at the present point. Between steps only; not after a trial that is to be corrected.</summary>
    public void Leave()
    {
        if (_certificates is null) return;
        Settle();
        foreach (CandidateShard shard in _blocks.Shards) shard.DropRecords();
        _blocks.Evaluate();
        _certificates.Dispose();
        _certificates = null;
        _saved = 0;
        (_pause, _nextPause) = (_nextPause, Math.Min(LongestPause, 2 * _nextPause));
        Take();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _certificates?.Dispose();
        _blocks.Dispose();
    }

    private double Scale => _problem.OutputScale * _problem.OutputScale;

    /// <summary>Whether certified steps begin: once what they would have saved in the fused steps so far exceeds what beginning costs.</summary>
    private bool Pays() => _pause != int.MaxValue && (_always || _pause == 0 && _saved > _cost.Enter(Counts, _blocks.Shards.Sum(shard => (double)(shard.Cold?.Bytes ?? 0))) && _cost.Foreseen(Counts) < _cost.Fused(Counts));

    /// <summary>Whether a further step of this epoch would cost more than its steps did in the mean, its beginning included.</summary>
    private bool EpochIsOver(Certificates held) => held.Motions.Any(motion => motion.IsFull) || _epochSteps > 0 && _lastCost > _epochCost / _epochSteps;

    /// <summary>Takes over what the lists say.</summary>
    private void Take()
    {
        Counts = _blocks.Counts;
        Work = _blocks.Work;
    }

    /// <summary>Starts keeping certificates and counts at the present point, which the lists know; not where too many neurons fire on one sample.</summary>
    private bool Enter()
    {
        // A product with the Gram matrix may have been computed since the last step, where its outputs were.
        _blocks.Evaluate();
        _blocks.ReadOutputs(_outputs);
        _certificates = new Certificates(_problem, _kernel, _team);
        Array.Clear(_image);
        _certificates.Counts.Build(FiredOf);
        if (!_certificates.Counts.Fits)
        {
            _certificates.Dispose();
            _certificates = null;
            _pause = int.MaxValue;
            return false;
        }

        double bytes = DueRecords.ExpectedBytes(Counts.Fires / (double)_problem.Width, Counts.Candidates / (double)_problem.Width);
        _team.Run(_blocks.Shards.Count, (_, item) => _blocks.Shards[item].KeepRecords((long)(_blocks.Shards[item].Count * bytes)));
        return true;
    }

    /// <summary>The fire sets of the neurons of an output, some shards at a time: all together would be as much memory as the counts save.</summary>
    private IEnumerable<FiredRows[]> FiredOf(int k)
    {
        foreach (CandidateShard[] shards in _blocks.Shards.Where(shard => shard.FirstOutput == k).Chunk(FiredShards))
        {
            FiredRows[] rows = _fired[..shards.Length];
            _team.Run(rows.Length, (_, item) => rows[item].Collect(shards[item], _problem.Shift));
            yield return rows;
        }
    }

    /// <summary>The fire sets, counts and outputs of the step's base point, at the weights of its trial.</summary>
    private void FlipBack(Certificates held)
    {
        _team.Run(Ranges.Count, (_, item) =>
        {
            List<int> touched = _touched[item];
            touched.Clear();
            DuePass.FlipBack(held.Context(Ranges[item].FirstOutput), _blocks.Shards[item], _logs[item], touched);
            Span<float> due = _dueTimes[item].AsSpan(0, touched.Count);
            due.Fill(float.NegativeInfinity);
            _index.Update(item, CollectionsMarshal.AsSpan(touched), due);
        });
        held.Counts.Apply(Ranges, _logs, _outputs, undo: true);
    }

    /// <summary>Moves the sums of directions, and the outputs by what that does while no pair changes side.</summary>
    private void Move(Certificates held, StepMove move)
    {
        _team.RunByParts(held.Motions.Length, (_, k) =>
        {
            held.Motions[k].Add(move.Direction + k * move.Stride, move.Length, _image.AsSpan(k * _samples, _samples));
            held.Motions[k].Increment.CopyTo(_increments.AsSpan(k * _samples));
        });

        held.Counts.Multiply(_increments, Scale, _image);
        for (int p = 0; p < _outputs.Length; p++) _outputs[p] -= _image[p];
    }

    private void Begin(Certificates held)
    {
        for (int k = 0; k < held.Motions.Length; k++) held.Motions[k].Begin(_image.AsSpan(k * _samples, _samples));
        _team.RunByParts(Ranges.Count, (worker, item) =>
        {
            DuePass.Begin(held.Context(Ranges[item].FirstOutput), _blocks.Shards[item], _blocks.Scratch(worker), _dueTimes[item]);
            _work[item] = _index.Replace(item, _dueTimes[item]);
        });
    }

    private void Renew(Certificates held)
    {
        var ended = new DueClock[held.Motions.Length][];
        for (int k = 0; k < ended.Length; k++)
        {
            ended[k] = held.Motions[k].Clocks().ToArray();
            held.Motions[k].Begin(_image.AsSpan(k * _samples, _samples));
        }

        _team.RunByParts(Ranges.Count, (worker, item) =>
        {
            int k = Ranges[item].FirstOutput;
            DuePass.Renew(held.Context(k), _blocks.Shards[item], _blocks.Scratch(worker), ended[k], _dueTimes[item]);
            _work[item] = _index.Replace(item, _dueTimes[item]);
        });
        foreach (DueMotion motion in held.Motions) motion.Forget();
    }

    /// <summary>Asks who is due and looks at them.</summary>
    private void Visit(Certificates held) => _team.RunByParts(Ranges.Count, (worker, item) =>
    {
        CandidateShard shard = _blocks.Shards[item];
        int k = Ranges[item].FirstOutput;
        shard.Counts = new PassCounts { Fires = shard.Counts.Fires, Candidates = shard.Counts.Candidates };
        ThresholdHits hits = _hits[worker];
        IndexWork work = _index.Query(item, MathF.BitIncrement((float)held.Motions[k].Time), hits);
        ReadOnlySpan<int> locals = hits.Of(0);
        Span<float> due = _dueTimes[item].AsSpan(0, locals.Length);
        DuePass.Visit(held.Context(k), shard, _blocks.Scratch(worker), locals, due, _logs[item]);
        _work[item] += work + _index.Update(item, locals, due);
    });

    /// <summary>Adds up counts, and what the step cost.</summary>
    private void Book(bool renewed)
    {
        PassCounts total = default;
        IndexWork index = default;
        for (int item = 0; item < _work.Length; item++)
        {
            total.Add(_blocks.Shards[item].Counts);
            if (_blocks.Shards[item].Counts.Visited > 0) _certificates!.Motions[Ranges[item].FirstOutput].Keep();
            index += _work[item];
        }

        Counts = total;
        long looked = renewed ? _problem.Width + total.Visited : total.Visited;
        Work = new PassWork(
            DueNeurons: looked, NodesVisited: index.NodesVisited, InnerProducts: total.Refreshes * _samples,
            Bytes: index.Bytes + (long)(looked * (sizeof(NeuronSlot) + sizeof(DueSlot) + DueRecords.ExpectedBytes(total.Fires / (double)_problem.Width, total.Candidates / (double)_problem.Width)))
                + (long)_samples * _samples * (_problem.Outputs * sizeof(short) + sizeof(float)) + total.Refreshes * (_samples + 1L) * _problem.Samples.Dimension * sizeof(float));
        _lastCost = _cost.Step(total);
        if (renewed) (_epochCost, _epochSteps) = (_cost.Epoch(total), 0);
        _epochCost += _lastCost;
        _epochSteps++;
    }

    /// <summary>Adds the outputs up from the scores of all firing pairs: ends the drift of outputs that are carried along.</summary>
    private void Reevaluate(Certificates held)
    {
        Settle();
        _team.Run(Ranges.Count, (_, item) => DuePass.AddOutputs(held.Context(Ranges[item].FirstOutput), _blocks.Shards[item]));
        double[] carried = [.. _outputs];
        _blocks.ReadOutputs(_outputs);
        Drift = 0;
        for (int p = 0; p < carried.Length; p++) Drift = Math.Max(Drift, Math.Abs(carried[p] - _outputs[p]));
    }
}

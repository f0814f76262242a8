using Engine.Kernels;
using Engine.Tests.Reference;
using Xunit;

namespace Engine.Tests.Training;

/// <summary>A run with certified steps, and the double-precision weights that the same directions and the run's own fire sets make; nothing is settled by looking.</summary>
/// <remarks>
/// Bounds, by neuron r, from T_j = sum of all |s length g_j| so far, P = sum of all |dc| of the neuron and u = 2^-24:
/// stored sums are off by at most 16 u T_j a move for every sample j the neuron has moved along: one rounding of the sum of increments, two of entering or leaving
/// (a trial taken back) and of the end of an epoch, each of at most 3 T_j, and the deltas read from them. A computed score is off by that, by gamma_(2(d+n)+16) (|w(0)| + P),
/// and by two units of |w(0)| + P for every time all scores were brought to the present point.
/// A pair can be on the wrong side only while its exact score lies within that of b. Outputs are carried along: products with counts (|M_ij| + |M_ji| is at most the
/// count and twice the changes of both rows), and scores at changes of side.
/// </remarks>
internal sealed class CertifiedTrace
{
    private readonly SteppedRun _run;
    private readonly int _samples;
    private readonly int _dimension;
    private readonly double[] _weights;
    private readonly double[] _starts;
    private readonly double[] _paths;
    private readonly double[] _rounding;
    private readonly double[] _travelled;
    private readonly bool[] _moved;
    private readonly double[] _outputErrors;
    private readonly double[] _changes;
    private bool[] _base;
    private bool[] _now;
    private double[] _direction = [];
    private int _settled;

    internal CertifiedTrace(SteppedRun run)
    {
        (_run, _samples, _dimension) = (run, run.Case.Samples, run.Case.Dimension);
        _weights = [.. run.Start.Weights];
        _starts = [.. Enumerable.Range(0, run.Case.Width).Select(r => Dense.Norm(_weights.AsSpan(r * _dimension, _dimension)))];
        _paths = new double[run.Case.Width];
        _rounding = new double[run.Case.Width];
        _travelled = new double[run.Case.Outputs * _samples];
        _moved = new bool[run.Case.Width * _samples];
        _outputErrors = new double[_travelled.Length];
        _changes = new double[_travelled.Length];
        _base = _now = run.Fires();
        ResetOutputs();
    }

    internal CertifiedPoint Point => (CertifiedPoint)_run.State.Point;

    /// <summary>Changes of side so far, trials included.</summary>
    internal long Flips { get; private set; }

    /// <summary>Times that sample 0 was left by a neuron and came back.</summary>
    internal int Returns { get; private set; }

    /// <summary>Times that a neuron stopped firing altogether.</summary>
    internal int Emptied { get; private set; }

    /// <summary>Bounds of the outputs now, (K, n).</summary>
    internal ReadOnlySpan<double> OutputErrors => _outputErrors;

    /// <summary>The fire sets now, (m, n).</summary>
    internal bool[] Fires => _now;

    /// <summary>Changes of two samples of an output so far.</summary>
    internal double Changes(int p, int q) => _changes[p] + _changes[q];

    /// <summary>A step along the run's direction.</summary>
    internal void Step(double length, bool refreshAll = false)
    {
        _base = _now;
        _direction = _run.Gradient();
        Move(length, fromBase: true, refreshAll);
    }

    /// <summary>Changes the length of the last step.</summary>
    internal void Correct(double length) => Move(length, fromBase: false, refreshAll: false);

    /// <summary>Takes note that all scores were brought to the present point.</summary>
    internal void Settled()
    {
        _settled++;
        for (int r = 0; r < _paths.Length; r++) _rounding[r] += 4 * SingleRounding.Unit * Travelled(r);
    }

    /// <summary>Fire sets, outputs and counts of the present point.</summary>
    internal void AssertPoint(string when)
    {
        DenseNetwork point = _run.Start.With(_weights);
        double[] scores = point.Scores(_run.Rows), outputs = point.Forward(_run.Rows), bounds = [.. _outputErrors];
        for (int pair = 0; pair < scores.Length; pair++)
        {
            int r = pair / _samples;
            double above = scores[pair] - point.Shift, bound = Score(r);
            bool tie = Math.Abs(above) <= bound;
            Check.That(tie || _now[pair] == above > 0.0, $"{when}: neuron {r}, sample {pair % _samples}: z - b = {above:R}, rounding band {bound:e2}, fires: {_now[pair]}.");
            if (tie || _now[pair]) bounds[Output(r) * _samples + pair % _samples] += point.Scale * (tie ? 2 * bound : _rounding[r]);
        }

        for (int p = 0; p < outputs.Length; p++) Check.Near(_run.State.Outputs[p], outputs[p], bounds[p], $"{when}: output {p}");
        Assert.Equal(_now.Count(fires => fires), Point.Counts.Fires);
    }

    /// <summary>Rates bound what the fire sets say, in terms of the neuron's reference, and the first one is no larger than its rounding explains.</summary>
    /// <remarks>
    /// The root of the computed square plus γ size², off by as much again, γ of twice the terms and 16; samples that left in the look it was computed in went into the sum and out of it, so all that the neuron has moved along count, twice.
    /// </remarks>
    internal unsafe void AssertRates(string when)
    {
        if (!Point.Certified) return;
        foreach (CandidateShard shard in Point.Lists.Shards)
        {
            DueMotion motion = Point.Motions[shard.FirstOutput];
            for (int local = 0; local < shard.Count; local++)
            {
                DueSlot record = shard.Due!.Slots[local];
                int r = shard.FirstNeuron + local;
                double[] first = new double[_dimension];
                float* reference = motion.Reference(record.Reference);
                double size = 0.0, turns = 0.0, rest = 0.0;
                for (int i = 0; i < _samples; i++)
                {
                    if (_moved[r * _samples + i]) size += Math.Abs(reference[i]);
                    if (!_now[r * _samples + i]) continue;
                    Dense.AddScaled(reference[i], _run.Rows.AsSpan(i * _dimension, _dimension), first);
                    turns += Math.Abs(motion.Second[i]);
                    rest += motion.Profile[i];
                }

                double rate = Dense.Norm(first), own = 2 * Math.Sqrt(2 * SingleRounding.Gamma(4 * _samples + 2 * _dimension + 24)) * size;
                Check.That(rate <= record.First && turns <= record.Second && rest <= record.Rest,
                    $"{when}: neuron {r}: rates {rate:R}, {turns:R}, {rest:R}, recorded {record.First:R}, {record.Second:R}, {record.Rest:R}.");
                Check.That(record.First <= (rate + own) * (1 + SingleRounding.Gamma(256)), $"{when}: neuron {r}: first rate {rate:R}, recorded {record.First:R}.");
            }
        }
    }

    /// <summary>Right after a step: no certificate has ended unseen, and none promises more than the distance of its exact score from the threshold.</summary>
    /// <remarks>Promises are made from computed scores, once then and once now: twice the error of a score. Paths and due paths are rounded a few times.</remarks>
    internal unsafe void AssertCertificates(string when)
    {
        if (!Point.Certified) return;
        double[] scores = _run.Start.With(_weights).Scores(_run.Rows);
        foreach (CandidateShard shard in Point.Lists.Shards)
        {
            DueMotion motion = Point.Motions[shard.FirstOutput];
            for (int local = 0; local < shard.Count; local++)
            {
                DueSlot record = shard.Due!.Slots[local];
                NeuronSlot slot = shard.Slots[local];
                int r = shard.FirstNeuron + local;
                DueClock clock = motion.Clock(record.Reference);
                double path = DueTimes.Path(record, slot.Moved, clock), bound = Score(r);
                HashSet<int> near = [];
                for (int q = 0; q < record.Near; q++)
                {
                    float* group = shard.Due.Near(record, q / DueRecords.NearLanes), pair = group + q % DueRecords.NearLanes;
                    int coded = DueRecords.NearIds(group)[q % DueRecords.NearLanes], i = Math.Max(coded, ~coded);
                    near.Add(DueRecords.NearLists(group)[q % DueRecords.NearLanes]);
                    double used = clock.First * pair[DueRecords.SpeedOffset] + clock.Second * record.Second + clock.Rest * record.Rest, left = pair[0] - used, tolerance = bound + SingleRounding.Gamma(16) * (path + Math.Abs(used) + Math.Abs(pair[0]));
                    Check.That(coded >= 0 == _now[r * _samples + i], $"{when}: neuron {r}, sample {i}: record {coded}, fires: {_now[r * _samples + i]}.");
                    Check.That(left >= -tolerance, $"{when}: neuron {r}, sample {i}: ended {-left:R} ago.");
                    AssertPromise(when, r, i, scores[r * _samples + i], left - tolerance, bound);
                }

                Check.That(path <= record.FarPath + bound, $"{when}: neuron {r}: path {path:R}, far pairs looked at from {record.FarPath:R} on.");
                for (int lane = 0; lane < slot.Count; lane++)
                {
                    if (near.Contains(lane)) continue;
                    int g = slot.Start + lane / Lanes.Width, i = ((int*)shard.Group(g))[CandidateShard.IdOffset + lane % Lanes.Width];
                    float due = MathF.Min(_run.Band, FixedPath.Value(shard.DuePaths(g)[lane % Lanes.Width], _run.Band));
                    Check.That(record.FarPath <= due, $"{when}: neuron {r}, sample {i}: due at {due:R}, far ones looked at from {record.FarPath:R} on.");
                    AssertPromise(when, r, i, scores[r * _samples + i], due - path - SingleRounding.Gamma(16) * path, bound);
                }
            }
        }
    }

    /// <summary>The run's weights, read through its coefficients, are those of the trace.</summary>
    internal void AssertWeights(string when)
    {
        double[] weights = _run.Point().Weights;
        Settled();
        for (int r = 0; r < _paths.Length; r++)
        {
            double apart = Dense.Distance(weights.AsSpan(r * _dimension, _dimension).ToArray(), _weights.AsSpan(r * _dimension, _dimension));
            Check.Near(apart, 0.0, _rounding[r], $"{when}: weights of neuron {r}");
        }
    }

    private void AssertPromise(string when, int r, int i, double score, double left, double bound)
    {
        double above = score - _run.Start.Shift, apart = _now[r * _samples + i] ? above : -above;
        Check.That(left <= apart + bound, $"{when}: neuron {r}, sample {i}: {left:R} promised, {apart:R} from the threshold.");
    }

    private void Move(double length, bool fromBase, bool refreshAll)
    {
        float used = (float)length;
        double scale = _run.Start.Scale;
        double[] counts = Counts(), before = [.. _outputErrors];
        for (int p = 0; p < _travelled.Length; p++)
        {
            double size = scale * Math.Abs(used * _direction[p]);
            _travelled[p] += size;
            int k = p / _samples;
            for (int i = 0; i < _samples; i++)
            {
                double apart = counts[p * _samples + i] + 2 * (_changes[p] + _changes[k * _samples + i]);
                _outputErrors[k * _samples + i] += scale * SingleRounding.Gamma(_dimension + _samples + 8) * apart * size;
            }
        }

        for (int pair = 0; pair < _base.Length; pair++)
        {
            if (!_base[pair]) continue;
            int r = pair / _samples, i = pair % _samples;
            double step = -scale * _run.Start.Signs[r * _run.Case.Outputs + Output(r)] * used * _direction[Output(r) * _samples + i];
            Dense.AddScaled(step, _run.Rows.AsSpan(i * _dimension, _dimension), _weights.AsSpan(r * _dimension, _dimension));
            _paths[r] += Math.Abs(step);
            _moved[pair] = true;
        }

        _run.State.Move(length, fromBase, refreshAll: refreshAll);
        bool[] last = _now;
        _now = _run.Fires();
        for (int pair = 0; pair < _now.Length; pair++) _moved[pair] |= _now[pair];
        for (int r = 0; r < _paths.Length; r++) _rounding[r] += 16 * SingleRounding.Unit * Travelled(r);
        // The changes of a trial are taken back before it is corrected.
        if (!fromBase) Changed(last, _base);
        Changed(_base, _now);
        Watch(last);
        if (refreshAll && Point.Certified)
        {
            Settled();
            double[] carried = [.. _outputErrors];
            ResetOutputs();
            Check.Near(Point.Drift, 0.0, carried.Zip(_outputErrors, (a, b) => a + b).Max(), $"drift found by the re-evaluation");
        }
        else if (!Point.Certified)
        {
            _settled++;
            ResetOutputs();
        }
    }

    /// <summary>A pair that changes side brings its computed score to an output.</summary>
    private void Changed(bool[] from, bool[] to)
    {
        double[]? scores = null;
        for (int pair = 0; pair < to.Length; pair++)
        {
            if (from[pair] == to[pair]) continue;
            scores ??= _run.Start.With(_weights).Scores(_run.Rows);
            int r = pair / _samples, p = Output(r) * _samples + pair % _samples;
            double bound = Score(r);
            _outputErrors[p] += _run.Start.Scale * (bound + SingleRounding.Gamma(4) * (Math.Abs(scores[pair] - _run.Start.Shift) + bound));
            _changes[p]++;
            Flips++;
        }
    }

    private void Watch(bool[] last)
    {
        for (int r = 0; r < _paths.Length; r++)
        {
            ReadOnlySpan<bool> then = last.AsSpan(r * _samples, _samples), now = _now.AsSpan(r * _samples, _samples);
            if (then.Contains(true) && !now.Contains(true)) Emptied++;
            if (!then[0] && now[0] && _paths[r] > 0 && _moved[r * _samples]) Returns++;
        }
    }

    /// <summary>Outputs have just been added up from scores.</summary>
    private void ResetOutputs()
    {
        double[] scores = _run.Start.With(_weights).Scores(_run.Rows);
        Array.Clear(_outputErrors);
        for (int pair = 0; pair < scores.Length; pair++)
        {
            if (!_now[pair]) continue;
            double bound = Score(pair / _samples), above = Math.Abs(scores[pair] - _run.Start.Shift);
            _outputErrors[Output(pair / _samples) * _samples + pair % _samples] += _run.Start.Scale * (bound + SingleRounding.Gamma(4) * (above + bound));
        }
    }

    /// <summary>Who fires together at the base point, (K n, n).</summary>
    private double[] Counts()
    {
        double[] counts = new double[_travelled.Length * _samples];
        for (int r = 0; r < _paths.Length; r++)
        {
            int[] set = [.. Enumerable.Range(0, _samples).Where(i => _base[r * _samples + i])];
            foreach (int i in set)
            {
                foreach (int j in set) counts[(Output(r) * _samples + i) * _samples + j]++;
            }
        }

        return counts;
    }

    private double Score(int r) =>
        (SingleRounding.Gamma(2 * (_dimension + _samples) + 16) + _settled * SingleRounding.Gamma(2)) * (_starts[r] + _paths[r]) + _rounding[r];

    /// <summary>Sum of T_j over the samples a neuron has moved along.</summary>
    private double Travelled(int r)
    {
        double sum = 0.0;
        for (int i = 0; i < _samples; i++) sum += _moved[r * _samples + i] ? _travelled[Output(r) * _samples + i] : 0.0;
        return sum;
    }

    private int Output(int r)
    {
        int k = (int)((long)r * _run.Case.Outputs / _run.Case.Width);
        while (NeuronRange.FirstOfOutput(k + 1, _run.Case.Width, _run.Case.Outputs) <= r) k++;
        return k;
    }
}

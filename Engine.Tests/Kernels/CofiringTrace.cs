using Engine.Kernels;
using Engine.Tests.Reference;
using Xunit;

namespace Engine.Tests.Kernels;

/// <summary>Co-firing counts beside plain fire sets that take the same changes; two ranges of neurons an output.</summary>
internal sealed unsafe class CofiringTrace : IDisposable
{
    private const double Scale = 0.3;

    private readonly int _samples;
    private readonly int _outputs;
    private readonly int _neurons;
    private readonly Random _random;
    private readonly WorkerTeam _team;
    private readonly PackedRows _rows;
    private readonly KernelMatrix _kernel;
    private readonly bool[] _fires;

    /// <summary>What each entry of M can be from zero: changes are booked on the row of the sample that changed.</summary>
    private readonly double[] _booked;

    /// <param name="samples">n.</param>
    /// <param name="outputs">K.</param>
    /// <param name="neurons">Neurons of every output.</param>
    /// <param name="threads">Team.</param>
    /// <param name="seed">Of rows and fire sets.</param>
    /// <param name="always">The only sample anyone fires on; null for random sets.</param>
    /// <param name="of">How many fire on it; null for all.</param>
    internal CofiringTrace(int samples, int outputs, int neurons, int threads, int seed, int? always = null, int? of = null)
    {
        (_samples, _outputs, _neurons, _random) = (samples, outputs, neurons, new Random(seed));
        _team = new WorkerTeam(threads);
        _rows = new PackedRows(RandomRows.Unit(samples, 9, seed), 9);
        _kernel = new KernelMatrix(_rows, _team);
        Counts = new CofiringCounts(_kernel, samples, outputs, _team);
        Outputs = new double[outputs * samples];
        _fires = new bool[outputs * neurons * samples];
        for (int p = 0; p < _fires.Length; p++)
            _fires[p] = always is { } only ? p % samples == only && p / samples % neurons < (of ?? neurons) : _random.Next(3) == 0;
        _booked = new double[outputs * samples];
        int half = neurons / 2;
        Ranges = [.. Enumerable.Range(0, outputs).SelectMany(k => new[]
        {
            new NeuronRange(k * neurons, half, k, 1), new NeuronRange(k * neurons + half, neurons - half, k, 1),
        })];
    }

    internal CofiringCounts Counts { get; }

    internal NeuronRange[] Ranges { get; }

    /// <summary>f, (K, n).</summary>
    internal double[] Outputs { get; }

    internal bool Fires(int output, int neuron, int sample) => _fires[(output * _neurons + neuron) * _samples + sample];

    internal void Build()
    {
        Counts.Build(k => Ranges.Where(range => range.FirstOutput == k).Select(Rows).Chunk(2));
    }

    /// <summary>Random changes of all outputs, each with the fire set it meets.</summary>
    internal FlipLog[] Draw(int changes)
    {
        FlipLog[] logs = Empty();
        bool[] fires = [.. _fires];
        for (int q = 0; q < changes; q++) Add(logs, fires, _random.Next(_outputs * _neurons), _random.Next(_samples));
        return logs;
    }

    /// <summary>Changes of one neuron, one after the other.</summary>
    internal FlipLog[] Log(int output, int neuron, params int[] samples)
    {
        FlipLog[] logs = Empty();
        bool[] fires = [.. _fires];
        foreach (int sample in samples) Add(logs, fires, output * _neurons + neuron, sample);
        return logs;
    }

    /// <summary>One change of each of some neurons of output 0.</summary>
    internal FlipLog[] LogAll(int first, int end, int sample)
    {
        FlipLog[] logs = Empty();
        bool[] fires = [.. _fires];
        for (int r = first; r < end; r++) Add(logs, fires, r, sample);
        return logs;
    }

    /// <summary>Both sides take the changes, or take them back.</summary>
    internal void Apply(FlipLog[] logs, bool undo)
    {
        Counts.Apply(Ranges, logs, Outputs, undo);
        for (int s = 0; s < logs.Length; s++)
        {
            foreach (Flip flip in logs[s].Flips)
            {
                _fires[(Ranges[s].First + flip.Local) * _samples + flip.Sample] ^= true;
                _booked[Ranges[s].FirstOutput * _samples + flip.Sample]++;
            }
        }
    }

    /// <summary>Gram matrices bit for bit, products within the rounding of fp32 sums.</summary>
    internal void AssertEqual()
    {
        double[] v = [.. Enumerable.Range(0, _outputs * _samples).Select(_ => (double)(float)RandomRows.Normal(_random))], product = new double[v.Length];
        Counts.Multiply(v, Scale, product);
        int stride = _samples + 3;
        using NativeBuffer<double> gram = new((long)_samples * stride);
        for (int k = 0; k < _outputs; k++)
        {
            int[] counts = Recount(k);
            gram.Slice(0, _samples * stride).Fill(7.5);
            Counts.Write(k, Scale, gram.Pointer, stride);
            for (int i = 0; i < _samples; i++)
            {
                double exact = 0, size = 0;
                for (int j = 0; j < stride; j++)
                {
                    double expected = j <= i ? _kernel.Row(i)[j] * (Scale * counts[i * _samples + j]) : 7.5;
                    Check.Near(gram.Pointer[(long)i * stride + j], expected, bound: 0.0, $"output {k}, ({i}, {j})");
                }

                for (int j = 0; j < _samples; j++)
                {
                    double term = Scale * _kernel.Row(i)[j] * v[k * _samples + j];
                    exact += counts[i * _samples + j] * term;
                    // |M_ij| + |M_ji|: one may be as far above zero as the other is below. No entry leaves the range of 16 bits.
                    double apart = Math.Min(2.0 * short.MaxValue, counts[i * _samples + j] + 2 * (_booked[k * _samples + i] + _booked[k * _samples + j]));
                    size += apart * Math.Abs(term);
                }

                // One rounding of the count times the kernel, one chain or tree of at most n sums.
                Check.Near(product[k * _samples + i], exact, SingleRounding.Gamma(_samples + 8) * size, $"output {k}: product {i}");
            }
        }
    }

    public void Dispose()
    {
        Counts.Dispose();
        _kernel.Dispose();
        _rows.Dispose();
        _team.Dispose();
    }

    private FlipLog[] Empty() => [.. Ranges.Select(_ => new FlipLog())];

    private void Add(FlipLog[] logs, bool[] fires, int neuron, int sample)
    {
        int s = Array.FindIndex(Ranges, range => neuron < range.First + range.Count), others = 0;
        short* room = logs[s].Reserve(_samples);
        for (int j = 0; j < _samples; j++)
        {
            if (j != sample && fires[neuron * _samples + j]) room[others++] = (short)j;
        }

        bool entered = fires[neuron * _samples + sample] ^= true;
        logs[s].Add(neuron - Ranges[s].First, sample, entered, RandomRows.Normal(_random), others);
    }

    private FiredRows Rows(NeuronRange range)
    {
        FiredRows rows = new();
        rows.Begin(range.Count);
        for (int r = range.First; r < range.First + range.Count; r++)
            rows.Append([.. Enumerable.Range(0, _samples).Where(i => _fires[r * _samples + i])]);
        return rows;
    }

    private int[] Recount(int output)
    {
        int[] counts = new int[_samples * _samples];
        for (int r = output * _neurons; r < (output + 1) * _neurons; r++)
        {
            ReadOnlySpan<bool> set = _fires.AsSpan(r * _samples, _samples);
            for (int i = 0; i < _samples; i++)
            {
                if (!set[i]) continue;
                for (int j = 0; j < _samples; j++) counts[i * _samples + j] += set[j] ? 1 : 0;
            }
        }

        return counts;
    }
}

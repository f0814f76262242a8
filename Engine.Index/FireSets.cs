namespace Engine.Indexing;

/// <summary>Which neurons fire on which samples: an immutable 0/1 matrix in compressed rows, in both orientations.</summary>
/// <remarks>4 bytes a fired pair in each orientation, 8 a neuron and a sample.</remarks>
public sealed class FireSets
{
    private readonly long[] _neuronOffsets;
    private readonly int[] _samples;
    private readonly long[] _sampleOffsets;
    private readonly int[] _neurons;

    /// <summary>Takes the sets by neuron and builds the other orientation.</summary>
    /// <param name="samples">n, number of samples.</param>
    /// <param name="offsets">m + 1 offsets into <paramref name="ids"/>, from 0 to its length, not descending.</param>
    /// <param name="ids">Samples a neuron fires on, in [0, n), strictly ascending within a neuron. Copied, as is <paramref name="offsets"/>.</param>
    /// <exception cref="ArgumentException">A rule is broken; the message names the place and the values.</exception>
    /// <remarks>O(m + n + fired pairs).</remarks>
    public FireSets(int samples, ReadOnlySpan<long> offsets, ReadOnlySpan<int> ids)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(samples);
        if (offsets.Length == 0 || offsets[0] != 0 || offsets[^1] != ids.Length)
            throw new ArgumentException($"offsets run from 0 to ids.Length does not hold: count={offsets.Length}, ids={ids.Length}.", nameof(offsets));
        SampleCount = samples;
        NeuronCount = offsets.Length - 1;
        _neuronOffsets = offsets.ToArray();
        _samples = ids.ToArray();
        _sampleOffsets = new long[samples + 1];
        for (int r = 0; r < NeuronCount; r++) CountNeuron(r);
        for (int i = 0; i < samples; i++) _sampleOffsets[i + 1] += _sampleOffsets[i];
        _neurons = Transpose();
    }

    /// <summary>m.</summary>
    public int NeuronCount { get; }

    /// <summary>n.</summary>
    public int SampleCount { get; }

    /// <summary>Fired pairs (neuron, sample).</summary>
    public long Count => _samples.Length;

    /// <summary>rho: fired pairs over m n; 0 for an empty matrix.</summary>
    public double Fraction => Count == 0 ? 0 : Count / ((double)NeuronCount * SampleCount);

    /// <summary>The samples neuron r fires on, ascending.</summary>
    public ReadOnlySpan<int> OfNeuron(int neuron) => Row(_neuronOffsets, _samples, neuron, NeuronCount, nameof(neuron));

    /// <summary>S_i: the neurons that fire on sample i, ascending.</summary>
    public ReadOnlySpan<int> OfSample(int sample) => Row(_sampleOffsets, _neurons, sample, SampleCount, nameof(sample));

    private static ReadOnlySpan<int> Row(long[] offsets, int[] ids, int row, int rows, string name)
    {
        if ((uint)row >= (uint)rows) throw new ArgumentOutOfRangeException(name, row, $"0 <= {name} < {rows} does not hold: {name}={row}.");
        return ids.AsSpan((int)offsets[row], (int)(offsets[row + 1] - offsets[row]));
    }

    private void CountNeuron(int neuron)
    {
        long first = _neuronOffsets[neuron], end = _neuronOffsets[neuron + 1];
        if (end < first || end > _samples.Length)
            throw new ArgumentException($"offsets do not descend does not hold: offsets[{neuron}]={first}, offsets[{neuron + 1}]={end}.");
        for (long e = first; e < end; e++)
        {
            int id = _samples[e], least = e > first ? _samples[e - 1] + 1 : 0;
            if (id < least || id >= SampleCount)
                throw new ArgumentException($"ids of neuron {neuron} ascend within [0, {SampleCount}) does not hold: ids[{e}]={id}, expected at least {least}.");
            _sampleOffsets[id + 1]++;
        }
    }

    private int[] Transpose()
    {
        var neurons = new int[_samples.Length];
        long[] next = _sampleOffsets[..^1];
        for (int r = 0; r < NeuronCount; r++)
        {
            for (long e = _neuronOffsets[r]; e < _neuronOffsets[r + 1]; e++) neurons[next[_samples[e]]++] = r;
        }

        return neurons;
    }
}

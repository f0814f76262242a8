using Engine.Kernels;

namespace Engine;

/// <summary>S J^T of one output, streamed: the rows of J are Kronecker products v_i (x) x_i, and neither J nor anything of size m d is formed.</summary>
internal sealed class JacobianSketch
{
    private const int SamplesPerBatch = 64;

    private readonly PackedRows _samples;
    private readonly long[] _offsets;
    private readonly int[] _neurons;
    private readonly float[] _values;

    /// <summary>Turns the fire sets of one output around: by sample, with the values s a_rk.</summary>
    /// <param name="network">Signs, scale and wiring.</param>
    /// <param name="fired">Fire sets, one element for each of the network's neuron ranges.</param>
    /// <param name="samples">X.</param>
    /// <param name="output">k.</param>
    /// <remarks>8 bytes a fired pair.</remarks>
    public JacobianSketch(NetworkCore network, FiredRows[] fired, PackedRows samples, int output)
    {
        bool grouped = network.Wiring == OutputWiring.Grouped;
        NeuronRange[] ranges = NeuronRange.Cut(network.Width, network.Outputs, grouped);
        int[] items = [.. Enumerable.Range(0, ranges.Length).Where(item => !grouped || ranges[item].FirstOutput == output)];
        int first = ranges[items[0]].First;
        (_samples, Neurons) = (samples, items.Sum(item => ranges[item].Count));
        _offsets = new long[samples.Count + 1];
        foreach (int item in items)
        {
            foreach (int i in fired[item].Ids) _offsets[i + 1]++;
        }

        for (int i = 0; i < samples.Count; i++) _offsets[i + 1] += _offsets[i];
        _neurons = new int[checked((int)_offsets[^1])];
        _values = new float[_neurons.Length];
        long[] next = _offsets[..^1];
        foreach (int item in items)
        {
            for (int local = 0; local < fired[item].Count; local++)
            {
                int neuron = ranges[item].First + local;
                float sign = network.Signs.Slice(grouped ? neuron : (long)neuron * network.Outputs + output, 1)[0];
                foreach (int i in fired[item].Ids[fired[item].Offsets[local]..fired[item].Offsets[local + 1]])
                {
                    _neurons[next[i]] = neuron - first;
                    _values[next[i]++] = (float)(network.OutputScale * sign);
                }
            }
        }
    }

    /// <summary>Neurons of the output: the length of v_i.</summary>
    public int Neurons { get; }

    /// <summary>Columns of J for one output: neurons times d, the length of what an ordinary sketch is applied to.</summary>
    public long Columns => (long)Neurons * _samples.Dimension;

    /// <summary>Writes S (v_i (x) x_i) for every sample.</summary>
    /// <param name="sketch">Of factors of <see cref="Neurons"/> and d.</param>
    /// <param name="result">(n, s); row i is sample i.</param>
    /// <remarks>Fires of v_i plus d plus what the sketch needs of its own for each sample; memory for 64 rows of X beside the sketch's.</remarks>
    public void Apply(IKroneckerSketch sketch, NativeBuffer<float> result)
    {
        int d = _samples.Dimension;
        var rows = new float[SamplesPerBatch * d];
        for (int first = 0; first < _samples.Count; first += SamplesPerBatch)
        {
            int count = Math.Min(SamplesPerBatch, _samples.Count - first);
            for (int i = 0; i < count; i++) _samples.RowSpan(first + i).CopyTo(rows.AsSpan(i * d));
            long start = _offsets[first], length = _offsets[first + count] - start;
            VectorBatch left = VectorBatch.Sparse(
                Shifted(first, count), _neurons.AsSpan((int)start, (int)length), _values.AsSpan((int)start, (int)length), Neurons);
            sketch.Apply(left, VectorBatch.Dense(rows.AsSpan(0, count * d), d), result.Slice((long)first * sketch.Rows, count * sketch.Rows));
        }
    }

    /// <summary>Writes S vec(v_i (x) x_i) for every sample with a sketch that knows nothing of products.</summary>
    /// <param name="sketch">Of <see cref="Columns"/> columns.</param>
    /// <param name="result">(n, s); row i is sample i.</param>
    /// <param name="samplesPerBatch">Samples whose rows are held at a time: k d non-zeros of 8 bytes each, or all md elements of 4 bytes for a Gaussian sketch.</param>
    /// <remarks>
    /// A Gaussian sketch draws s normals for every stored element of a sparse row, but only once for all rows of a dense batch: it gets dense rows, and
    /// large batches save it time.
    /// </remarks>
    public void Apply(ISketch sketch, NativeBuffer<float> result, int samplesPerBatch)
    {
        if (sketch.Columns != Columns) throw new ArgumentException($"sketch.Columns == neurons * d does not hold: {sketch.Columns}, {Columns}.", nameof(sketch));
        for (int first = 0; first < _samples.Count; first += samplesPerBatch)
        {
            int count = Math.Min(samplesPerBatch, _samples.Count - first);
            Span<float> target = result.Slice((long)first * sketch.Rows, count * sketch.Rows);
            if (sketch is GaussianSketch) ApplyDense(sketch, first, count, target);
            else ApplySparse(sketch, first, count, target);
        }
    }

    private void ApplyDense(ISketch sketch, int first, int count, Span<float> target)
    {
        int d = _samples.Dimension;
        var rows = new float[checked(count * sketch.Columns)];
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<float> x = _samples.RowSpan(first + i);
            for (long e = _offsets[first + i]; e < _offsets[first + i + 1]; e++)
            {
                Span<float> part = rows.AsSpan(i * sketch.Columns + _neurons[e] * d, d);
                for (int k = 0; k < d; k++) part[k] = _values[e] * x[k];
            }
        }

        sketch.Apply(VectorBatch.Dense(rows, sketch.Columns), target);
    }

    private void ApplySparse(ISketch sketch, int first, int count, Span<float> target)
    {
        int d = _samples.Dimension, used = 0;
        int length = checked((int)((_offsets[first + count] - _offsets[first]) * d));
        var offsets = new long[count + 1];
        var ids = new int[length];
        var values = new float[length];
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<float> x = _samples.RowSpan(first + i);
            for (long e = _offsets[first + i]; e < _offsets[first + i + 1]; e++)
            {
                for (int k = 0; k < d; k++, used++) (ids[used], values[used]) = (_neurons[e] * d + k, _values[e] * x[k]);
            }

            offsets[i + 1] = used;
        }

        sketch.Apply(VectorBatch.Sparse(offsets, ids, values, sketch.Columns), target);
    }

    private long[] Shifted(int first, int count)
    {
        var offsets = new long[count + 1];
        for (int i = 0; i <= count; i++) offsets[i] = _offsets[first + i] - _offsets[first];
        return offsets;
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Engine.Kernels;

/// <summary>Co-firing counts of every output, kept up to date by the pairs that change side, and products with the Gram matrices they make.</summary>
/// <remarks>
/// A change of (r, i) is booked on row i only: the count of i and j is M_ij + M_ji for i != j, and M_ii for i = j. So a change writes one contiguous row, and a product
/// reads M once and uses every entry twice. Counts are integers: the order of changes does not matter. They are 16 bits wide, as memory traffic is what a late step costs:
/// no entry of row i is further from zero than M_ii was when counts were last put into the lower triangle plus the changes booked on the row since, and before that sum
/// can pass 2^15 they are put there again. Changes are sorted by row, and wait until a product goes through the rows: a row that is read anyway is then in the cache.
/// </remarks>
internal sealed unsafe partial class CofiringCounts : IDisposable
{
    private const int BlockRows = 64;

    // Counts come from memory, and no processor foresees them beyond a page: they are asked for two rows of digits ahead.
    private const int CountsAhead = 3072;

    private readonly KernelMatrix _kernel;
    private readonly WorkerTeam _team;
    private readonly int _samples;
    private readonly int _stride;
    private readonly int _blocks;
    private readonly NativeBuffer<short>[] _counts;
    private readonly NativeBuffer<float> _vectors;
    private readonly NativeBuffer<float> _images;
    private readonly NativeBuffer<double> _rowSums;
    private readonly int[] _based;
    private readonly int[] _changes;
    private readonly RowChanges[] _waiting;
    private readonly bool[] _overflows;
    private FlipLog[]? _logs;

    /// <summary>All counts are zero.</summary>
    /// <param name="kernel">X X^T.</param>
    /// <param name="samples">n.</param>
    /// <param name="outputs">K.</param>
    /// <param name="team">Who does the work.</param>
    public CofiringCounts(KernelMatrix kernel, int samples, int outputs, WorkerTeam team)
    {
        (_kernel, _team, _samples, _stride) = (kernel, team, samples, kernel.Stride);
        _blocks = (samples + BlockRows - 1) / BlockRows;
        _counts = new NativeBuffer<short>[outputs];
        for (int k = 0; k < outputs; k++) _counts[k] = new NativeBuffer<short>((long)samples * _stride);
        _vectors = new NativeBuffer<float>((long)outputs * _stride);
        _images = new NativeBuffer<float>((long)outputs * _blocks * _stride);
        _rowSums = new NativeBuffer<double>((long)outputs * _stride);
        _based = new int[outputs * samples];
        _changes = new int[outputs * samples];
        _overflows = new bool[outputs];
        _waiting = [.. Enumerable.Range(0, outputs).Select(_ => new RowChanges(samples))];
    }

    /// <summary>Bytes held for n samples and K outputs.</summary>
    public static double BytesFor(double samples, double outputs) =>
        outputs * samples * (samples * sizeof(short) + samples / BlockRows * sizeof(float));

    /// <summary>Whether no sample of any output is fired on by more neurons than 16-bit counts allow for.</summary>
    public bool Fits => !_overflows.Contains(true);

    /// <summary>Takes note of changes, and adds what the outputs gain by them; the logs are read once more, by the next product.</summary>
    /// <param name="ranges">The neurons of each log.</param>
    /// <param name="logs">Changes by shard.</param>
    /// <param name="outputs">f, (K, n).</param>
    /// <param name="undo">Whether they are taken back: the changes of the last call.</param>
    public void Apply(IReadOnlyList<NeuronRange> ranges, FlipLog[] logs, double[] outputs, bool undo)
    {
        bool waited = undo && _logs is not null;
        if (!undo) Settle();
        _team.RunByParts(_counts.Length, (_, k) =>
        {
            if (!waited) _waiting[k].Sort(k, ranges, logs, undo);
            _overflows[k] |= !Count(k, back: waited);
            Span<double> output = outputs.AsSpan(k * _samples, _samples);
            for (int s = 0; s < logs.Length; s++)
            {
                if (ranges[s].FirstOutput != k) continue;
                foreach (ref readonly Flip flip in logs[s].Flips) output[flip.Sample] += undo ? -flip.Output : flip.Output;
            }
        });
        // What was waiting and is taken back need not be booked at all.
        _logs = waited ? null : logs;
    }

    /// <summary>Books the changes that wait for a product.</summary>
    public void Settle()
    {
        if (_logs is null) return;
        _team.RunByParts(_blocks, (_, block) =>
        {
            for (int k = 0; k < _counts.Length; k++)
            {
                for (int i = block * BlockRows; i < Math.Min(_samples, (block + 1) * BlockRows); i++) Book(k, i);
            }
        });
        _logs = null;
    }

    /// <summary>G v for every output, G_ij = s^2 K_ij count_ij.</summary>
    /// <param name="vectors">v, (K, n).</param>
    /// <param name="scale">s^2.</param>
    /// <param name="result">(K, n).</param>
    public void Multiply(double[] vectors, double scale, double[] result)
    {
        int outputs = _counts.Length;
        for (int k = 0; k < outputs; k++)
        {
            float* v = _vectors.Pointer + (long)k * _stride;
            for (int i = 0; i < _samples; i++) v[i] = (float)vectors[k * _samples + i];
        }

        // The rows of the kernel matrix stay in the cache from output to output.
        _team.RunByParts(_blocks, (_, block) =>
        {
            for (int k = 0; k < outputs; k++) MultiplyBlock(k, block);
        });
        _logs = null;
        _team.RunByParts(outputs, (_, k) => AddImages(k, scale, result.AsSpan(k * _samples, _samples)));
    }

    /// <summary>Writes the lower triangle of one output's Gram matrix.</summary>
    /// <param name="output">k.</param>
    /// <param name="scale">s^2.</param>
    /// <param name="gram">n rows, <paramref name="stride"/> doubles apart.</param>
    /// <param name="stride">Doubles between rows.</param>
    public void Write(int output, double scale, double* gram, long stride)
    {
        Settle();
        short* counts = _counts[output].Pointer;
        _team.Run(_blocks, (_, block) =>
        {
            for (int i = block * BlockRows; i < Math.Min(_samples, (block + 1) * BlockRows); i++)
            {
                float* kernel = _kernel.Row(i);
                for (int j = 0; j < i; j++) gram[i * stride + j] = kernel[j] * (scale * (counts[(long)i * _stride + j] + counts[(long)j * _stride + i]));
                gram[i * stride + i] = kernel[i] * (scale * counts[(long)i * _stride + i]);
            }
        });
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (NativeBuffer<short> counts in _counts) counts.Dispose();
        _vectors.Dispose();
        _images.Dispose();
        _rowSums.Dispose();
    }

    /// <summary>Adds up what the blocks of an output's rows have left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddImages(int output, double scale, Span<double> result)
    {
        double* sums = _rowSums.Pointer + (long)output * _stride;
        float* images = _images.Pointer + (long)output * _blocks * _stride;
        for (int i = 0; i < _stride; i += Lanes.Width)
        {
            Vector512<double> lower = Vector512.LoadAligned(sums + i), upper = Vector512.LoadAligned(sums + i + Vector512<double>.Count);
            for (int block = 0; block < _blocks; block++)
            {
                (Vector512<double> a, Vector512<double> b) = Vector512.Widen(Vector512.LoadAligned(images + (long)block * _stride + i));
                lower += a;
                upper += b;
            }

            lower.StoreAligned(sums + i);
            upper.StoreAligned(sums + i + Vector512<double>.Count);
        }

        for (int i = 0; i < _samples; i++) result[i] = scale * sums[i];
    }

    /// <summary>Puts all counts of an output into the lower triangle.</summary>
    private void Fold(int output)
    {
        short* counts = _counts[output].Pointer;
        for (int i = 0; i < _samples; i++)
        {
            for (int j = 0; j < i; j++)
            {
                counts[(long)i * _stride + j] += counts[(long)j * _stride + i];
                counts[(long)j * _stride + i] = 0;
            }
        }

        Rebase(output);
    }

    /// <summary>Counts the changes of an output by row; they are sorted, and none is booked yet.</summary>
    /// <param name="output">k.</param>
    /// <param name="back">Whether they are counted already, and none ever will be booked.</param>
    /// <returns>Whether counts hold them. More than that in one step is what nobody expects: counts wrap around, and are right again when the step is taken back.</returns>
    private bool Count(int output, bool back)
    {
        if (AddWaiting(output, back ? -1 : 1) || back) return true;
        Fold(output);
        return AddWaiting(output, 1);
    }

    /// <summary>Adds the waiting changes of every row of an output to those counted, or takes them off.</summary>
    /// <returns>Whether no row has more than counts hold.</returns>
    private bool AddWaiting(int output, int sign)
    {
        bool fits = true;
        for (int i = 0; i < _samples; i++)
        {
            int row = output * _samples + i;
            _changes[row] += sign * _waiting[output].Of(i).Length;
            fits &= _based[row] + _changes[row] <= short.MaxValue;
        }

        return fits;
    }

    /// <summary>Begins to count changes from the present counts, which lie in the lower triangle.</summary>
    private void Rebase(int output)
    {
        for (int i = 0; i < _samples; i++)
        {
            int own = _counts[output].Pointer[(long)i * _stride + i];
            _based[output * _samples + i] = own;
            _changes[output * _samples + i] = 0;
            // In one step at most all that fire leave, and as many as may fire enter.
            _overflows[output] |= own > short.MaxValue / 2;
        }
    }

    /// <summary>Books the waiting changes of a row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Book(int output, int sample)
    {
        short* row = _counts[output].Pointer + (long)sample * _stride;
        foreach (ref readonly RowChange change in _waiting[output].Of(sample))
        {
            short step = change.Step;
            short* others = _logs![change.Log].Pointer + change.First, end = others + change.Others;
            for (; others < end; others++) row[*others] += step;
            row[sample] += step;
        }
    }

    /// <summary>Asks for what the changes of a row refer to: it lies in the order of the logs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Foresee(int output, int sample)
    {
        if (sample >= _samples || !Sse.IsSupported) return;
        foreach (ref readonly RowChange change in _waiting[output].Of(sample))
        {
            short* others = _logs![change.Log].Pointer + change.First;
            for (int j = 0; j < change.Others + 31; j += 32) Sse.Prefetch0(others + j);
        }
    }

    /// <summary>Rows of one block: their waiting changes, their own sums, and what they add to the sums of all others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void MultiplyBlock(int output, int block)
    {
        float* v = _vectors.Pointer + (long)output * _stride;
        float* image = _images.Pointer + ((long)output * _blocks + block) * _stride;
        double* sums = _rowSums.Pointer + (long)output * _stride;
        new Span<float>(image, _stride).Clear();
        for (int i = block * BlockRows; i < Math.Min(_samples, (block + 1) * BlockRows); i++)
        {
            if (_logs is not null)
            {
                Foresee(output, i + 1);
                Book(output, i);
            }

            float* kernel = _kernel.Row(i);
            short* counts = _counts[output].Pointer + (long)i * _stride;
            Vector512<float> own = Vector512.Create(v[i]), sum0 = Vector512<float>.Zero, sum1 = Vector512<float>.Zero;
            for (int j = 0; j < _stride; j += 2 * Lanes.Width)
            {
                if (Sse.IsSupported) Sse.Prefetch0(counts + j + CountsAhead);
                (Vector512<int> lower, Vector512<int> upper) = Vector512.Widen(Vector512.LoadAligned(counts + j));
                Vector512<float> g0 = Vector512.ConvertToSingle(lower) * Vector512.LoadAligned(kernel + j);
                Vector512<float> g1 = Vector512.ConvertToSingle(upper) * Vector512.LoadAligned(kernel + j + 16);
                sum0 = Vector512.FusedMultiplyAdd(g0, Vector512.LoadAligned(v + j), sum0);
                sum1 = Vector512.FusedMultiplyAdd(g1, Vector512.LoadAligned(v + j + 16), sum1);
                Vector512.FusedMultiplyAdd(g0, own, Vector512.LoadAligned(image + j)).StoreAligned(image + j);
                Vector512.FusedMultiplyAdd(g1, own, Vector512.LoadAligned(image + j + 16)).StoreAligned(image + j + 16);
            }

            double diagonal = (double)counts[i] * kernel[i] * v[i];
            sums[i] = Vector512.Sum(sum0) + (double)Vector512.Sum(sum1) - diagonal;
        }
    }
}

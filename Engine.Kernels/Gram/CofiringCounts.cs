using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Kernels;

/// <summary>Co-firing counts of every output, kept up to date by the pairs that change side, and products with the Gram matrices they make.</summary>
/// <remarks>
/// A change of (r, i) is booked on row i only: the count of i and j is M_ij + M_ji for i != j, and M_ii for i = j. So a change writes one contiguous row, and a product
/// reads M once and uses every entry twice. Counts are integers: the order of changes does not matter. They are 16 bits wide, as memory traffic is what a late step costs:
/// no entry of row i is further from zero than M_ii was when counts were last put into the lower triangle plus the changes booked on the row since, and before that sum
/// can pass 2^15 they are put there again.
/// </remarks>
internal sealed unsafe class CofiringCounts : IDisposable
{
    private const int BlockRows = 64;

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
    }

    /// <summary>Bytes held for n samples and K outputs.</summary>
    public static double BytesFor(double samples, double outputs) =>
        outputs * samples * (samples * sizeof(short) + samples / BlockRows * sizeof(float));

    /// <summary>Whether no sample of any output is fired on by more neurons than 16-bit counts allow for.</summary>
    public bool Fits { get; private set; } = true;

    /// <summary>Counts one output anew. Cost: half the sum of squared fire-set sizes.</summary>
    /// <param name="output">k.</param>
    /// <param name="portions">Fire sets of the neurons that feed it; each portion is read before the next is asked for.</param>
    public void Build(int output, IEnumerable<FiredRows[]> portions)
    {
        NativeBuffer<short> counts = _counts[output];
        for (long q = 0; q < counts.Length; q += _stride) counts.Slice(q, _stride).Clear();
        foreach (FiredRows[] fired in portions) Add(counts.Pointer, fired);
        Rebase(output);
    }

    private void Add(short* counts, FiredRows[] fired)
    {
        using var scratch = new NativeBuffer<int>((long)_team.Size * BlockRows * _stride);
        _team.Run(_blocks, (worker, item) =>
        {
            // The last blocks are the longest: first come, first done.
            int block = _blocks - 1 - item, first = block * BlockRows, end = Math.Min(_samples, first + BlockRows);
            Span<int> wide = scratch.Slice((long)worker * BlockRows * _stride, (end - first) * _stride);
            wide.Clear();
            foreach (FiredRows rows in fired) CofiringGram.Count(rows, first, end, scratch.Pointer + (long)worker * BlockRows * _stride, _stride);
            for (int q = 0; q < wide.Length; q++) counts[(long)first * _stride + q] = (short)Math.Min(counts[(long)first * _stride + q] + wide[q], short.MaxValue);
        });
    }

    /// <summary>Books changes, and adds what the outputs gain by them.</summary>
    /// <param name="ranges">The neurons of each log.</param>
    /// <param name="logs">Changes by shard.</param>
    /// <param name="outputs">f, (K, n).</param>
    /// <param name="undo">Whether they are taken back.</param>
    public void Apply(IReadOnlyList<NeuronRange> ranges, FlipLog[] logs, double[] outputs, bool undo)
    {
        for (int s = 0; s < logs.Length; s++)
        {
            int first = ranges[s].FirstOutput * _samples;
            foreach (Flip flip in logs[s].Flips) _changes[first + flip.Sample]++;
        }

        for (int k = 0; k < _counts.Length; k++)
        {
            for (int i = 0; i < _samples; i++)
            {
                if (_based[k * _samples + i] + _changes[k * _samples + i] <= short.MaxValue) continue;
                Fold(k, ranges, logs);
                break;
            }

            // More than anyone expects of one step. Counts wrap around, and are right again when the step is taken back.
            for (int i = 0; i < _samples; i++) Fits &= _based[k * _samples + i] + _changes[k * _samples + i] <= short.MaxValue;
        }

        int rowParts = Math.Max(1, (2 * _team.Size + _counts.Length - 1) / _counts.Length);
        _team.Run(_counts.Length * rowParts, (_, item) =>
        {
            int k = item / rowParts, part = item % rowParts;
            int first = (int)((long)_samples * part / rowParts), end = (int)((long)_samples * (part + 1) / rowParts);
            for (int s = 0; s < logs.Length; s++)
            {
                if (ranges[s].FirstOutput == k) Apply(k, logs[s], first, end, outputs.AsSpan(k * _samples, _samples), undo);
            }
        });
    }

    /// <summary>G v for every output, G_ij = s^2 K_ij count_ij.</summary>
    /// <param name="vectors">v, (K, n).</param>
    /// <param name="scale">s^2.</param>
    /// <param name="result">(K, n).</param>
    public void Multiply(ReadOnlySpan<double> vectors, double scale, Span<double> result)
    {
        int outputs = _counts.Length;
        for (int k = 0; k < outputs; k++)
        {
            float* v = _vectors.Pointer + (long)k * _stride;
            for (int i = 0; i < _samples; i++) v[i] = (float)vectors[k * _samples + i];
        }

        // The rows of the kernel matrix stay in the cache from output to output.
        _team.Run(_blocks, (_, block) =>
        {
            for (int k = 0; k < outputs; k++) MultiplyBlock(k, block);
        });
        for (int k = 0; k < outputs; k++)
        {
            double* sums = _rowSums.Pointer + (long)k * _stride;
            for (int i = 0; i < _samples; i++)
            {
                double sum = sums[i];
                for (int block = 0; block < _blocks; block++) sum += _images.Pointer[((long)k * _blocks + block) * _stride + i];
                result[k * _samples + i] = scale * sum;
            }
        }
    }

    /// <summary>Writes the lower triangle of one output's Gram matrix.</summary>
    /// <param name="output">k.</param>
    /// <param name="scale">s^2.</param>
    /// <param name="gram">n rows, <paramref name="stride"/> doubles apart.</param>
    /// <param name="stride">Doubles between rows.</param>
    public void Write(int output, double scale, double* gram, long stride)
    {
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

    /// <summary>Puts all counts of an output into the lower triangle; changes counted so far are those about to be booked.</summary>
    private void Fold(int output, IReadOnlyList<NeuronRange> ranges, FlipLog[] logs)
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
        for (int s = 0; s < logs.Length; s++)
        {
            if (ranges[s].FirstOutput != output) continue;
            foreach (Flip flip in logs[s].Flips) _changes[output * _samples + flip.Sample]++;
        }
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
            if (own > short.MaxValue / 2) Fits = false;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Apply(int output, FlipLog log, int firstRow, int endRow, Span<double> outputs, bool undo)
    {
        foreach (Flip flip in log.Flips)
        {
            if (flip.Sample < firstRow || flip.Sample >= endRow) continue;
            int step = flip.Entered != undo ? 1 : -1;
            short* row = _counts[output].Pointer + (long)flip.Sample * _stride;
            foreach (int j in log.Others(flip)) row[j] += (short)step;
            row[flip.Sample] += (short)step;
            outputs[flip.Sample] += undo ? -flip.Output : flip.Output;
        }
    }

    /// <summary>Rows of one block: their own sums, and what they add to the sums of all others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void MultiplyBlock(int output, int block)
    {
        float* v = _vectors.Pointer + (long)output * _stride;
        float* image = _images.Pointer + ((long)output * _blocks + block) * _stride;
        double* sums = _rowSums.Pointer + (long)output * _stride;
        new Span<float>(image, _stride).Clear();
        for (int i = block * BlockRows; i < Math.Min(_samples, (block + 1) * BlockRows); i++)
        {
            float* kernel = _kernel.Row(i);
            short* counts = _counts[output].Pointer + (long)i * _stride;
            Vector512<float> own = Vector512.Create(v[i]), sum0 = Vector512<float>.Zero, sum1 = Vector512<float>.Zero;
            for (int j = 0; j < _stride; j += 2 * Lanes.Width)
            {
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

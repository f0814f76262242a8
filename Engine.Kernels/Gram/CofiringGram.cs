using System.Runtime.CompilerServices;

namespace Engine.Kernels;

/// <summary>
/// The Gram matrix G = J J^T of one output from fire sets: G_ij = &lt;x_i, x_j&gt; |{r : r fires on i and on j}| times the squared output scale. J is never formed.
/// </summary>
/// <remarks>
/// Counts are integers, so any order of counting gives the same bits. Cost: half the sum of squared fire-set sizes. Small tables are
/// private to a worker and added up; large ones are cut into row blocks that stay in the second-level cache, each counted by one worker.
/// </remarks>
internal sealed unsafe class CofiringGram : IDisposable
{
    private const int CacheBytes = 1 << 20;

    private readonly KernelMatrix _kernel;
    private readonly WorkerTeam _team;
    private readonly NativeBuffer<int>[] _counts;
    private readonly int _samples;
    private readonly int _blockRows;
    private readonly bool _private;

    public CofiringGram(KernelMatrix kernel, int samples, WorkerTeam team)
    {
        _kernel = kernel;
        _team = team;
        _samples = samples;
        _private = (long)samples * samples * sizeof(int) <= CacheBytes;
        _blockRows = _private ? 64 : Math.Max(8, CacheBytes / 2 / (samples * sizeof(int)));
        _counts = new NativeBuffer<int>[team.Size];
        for (int t = 0; t < team.Size; t++) _counts[t] = new NativeBuffer<int>((long)(_private ? samples : _blockRows) * samples);
    }

    /// <summary>Writes the lower triangle of G.</summary>
    /// <param name="fired">Fire sets of the neurons that feed the output.</param>
    /// <param name="scale">The squared output scale.</param>
    /// <param name="gram">n rows, <paramref name="stride"/> doubles apart.</param>
    /// <param name="stride">Doubles between rows.</param>
    public void Build(FiredRows[] fired, double scale, double* gram, long stride)
    {
        int blocks = (_samples + _blockRows - 1) / _blockRows;
        if (_private)
        {
            foreach (NativeBuffer<int> table in _counts) new Span<int>(table.Pointer, (int)table.Length).Clear();
            _team.Run(fired.Length, (worker, item) => Count(fired[item], 0, _samples, _counts[worker].Pointer, _samples));
            _team.Run(blocks, (_, block) => AddUp(block, scale, gram, stride));
            return;
        }

        _team.Run(blocks, (worker, item) =>
        {
            // The last blocks are the longest: first come, first done.
            int block = blocks - 1 - item;
            int first = block * _blockRows, end = Math.Min(_samples, first + _blockRows);
            int* counts = _counts[worker].Pointer;
            new Span<int>(counts, (end - first) * _samples).Clear();
            foreach (FiredRows rows in fired) Count(rows, first, end, counts, _samples);
            for (int i = first; i < end; i++)
                Scale(i, counts + (long)(i - first) * _samples, scale, gram + i * stride);
        });
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (NativeBuffer<int> table in _counts) table.Dispose();
    }

    /// <summary>Counts the pairs (i, j), j &lt;= i, first &lt;= i &lt; end, of every neuron.</summary>
    /// <param name="rows">Fire sets.</param>
    /// <param name="first">First row.</param>
    /// <param name="end">Behind the last row.</param>
    /// <param name="counts">Rows first .. end, <paramref name="stride"/> counts apart; added to.</param>
    /// <param name="stride">Counts between rows.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Count(FiredRows rows, int first, int end, int* counts, long stride)
    {
        ReadOnlySpan<int> offsets = rows.Offsets;
        fixed (int* ids = rows.Ids)
        {
            for (int neuron = 0; neuron < rows.Count; neuron++)
            {
                int* set = ids + offsets[neuron];
                int size = offsets[neuron + 1] - offsets[neuron];
                for (int a = LowerBound(set, size, first); a < size && set[a] < end; a++)
                {
                    int* row = counts + (set[a] - first) * stride;
                    for (int q = 0; q <= a; q++) row[set[q]]++;
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int LowerBound(int* set, int size, int value)
    {
        int low = 0;
        for (int high = size; low < high;)
        {
            int middle = (low + high) >>> 1;
            if (set[middle] < value) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    private void AddUp(int block, double scale, double* gram, long stride)
    {
        for (int i = block * _blockRows; i < Math.Min(_samples, (block + 1) * _blockRows); i++)
        {
            int* sum = _counts[0].Pointer + (long)i * _samples;
            for (int t = 1; t < _counts.Length; t++)
            {
                int* part = _counts[t].Pointer + (long)i * _samples;
                for (int j = 0; j <= i; j++) sum[j] += part[j];
            }

            Scale(i, sum, scale, gram + i * stride);
        }
    }

    private void Scale(int i, int* counts, double scale, double* gramRow)
    {
        float* kernel = _kernel.Row(i);
        for (int j = 0; j <= i; j++) gramRow[j] = kernel[j] * (scale * counts[j]);
    }
}

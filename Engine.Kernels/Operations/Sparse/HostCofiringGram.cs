using System.Runtime.CompilerServices;

namespace Engine.Kernels;

/// <summary>Co-firing Gram matrices on the processor, from compressed rows.</summary>
/// <remarks>
/// A table of counts that fits in the second-level cache is private to a worker, and the tables are added up; a larger one is cut into blocks of rows that
/// fit, each counted by one worker, who looks for its rows in every fire set.
/// </remarks>
internal sealed unsafe class HostCofiringGram
{
    private const int TableBytes = 1 << 20;
    private const int PrivateBlockRows = 64;
    private const int EntriesPerItem = 1 << 14;

    private readonly HostDevice _device;
    private readonly Action<int, int> _countItem;
    private readonly Action<int, int> _addBlock;
    private readonly Action<int, int> _countBlock;
    private long* _offsets;
    private int* _ids;
    private int* _tables;
    private float* _kernel;
    private double* _gram;
    private nint _kernelStride;
    private nint _gramStride;
    private int _neurons;
    private int _samples;
    private int _blockRows;
    private int _blocks;
    private double _scale;

    public HostCofiringGram(HostDevice device)
    {
        _device = device;
        _countItem = CountItem;
        _addBlock = AddBlock;
        _countBlock = CountBlock;
    }

    public void Run(CsrView fired, MatrixView kernel, double scale, TriangleView gram)
    {
        _offsets = HostMemory.Pointer(fired.Offsets);
        _ids = HostMemory.Pointer(fired.Ids);
        _kernel = kernel.Pointer;
        _gram = HostMemory.Pointer(gram.Elements);
        _kernelStride = kernel.Stride;
        _gramStride = gram.Stride;
        _neurons = fired.Rows;
        _samples = fired.Columns;
        _scale = scale;
        bool isPrivate = (long)_samples * _samples * sizeof(int) <= TableBytes;
        _blockRows = isPrivate ? PrivateBlockRows : Math.Max(8, TableBytes / sizeof(int) / 2 / _samples);
        _blocks = (_samples + _blockRows - 1) / _blockRows;
        using Rented<int> tables = _device.Workspace.Rent<int>((long)_device.Team.Size * TableLength(isPrivate));
        _tables = HostMemory.Pointer(tables.View);
        if (isPrivate)
        {
            new Span<int>(_tables, _device.Team.Size * _samples * _samples).Clear();
            _device.Team.Run(checked((int)((_offsets[_neurons] + _neurons + EntriesPerItem - 1) / EntriesPerItem)), _countItem);
            _device.Team.Run(_blocks, _addBlock);
        }
        else
        {
            _device.Team.Run(_blocks, _countBlock);
        }

        GC.KeepAlive(fired.Offsets.Array);
        GC.KeepAlive(fired.Ids.Array);
        GC.KeepAlive(kernel.Owner);
        GC.KeepAlive(gram.Elements.Array);
    }

    private long TableLength(bool isPrivate) => (long)(isPrivate ? _samples : _blockRows) * _samples;

    private void CountItem(int worker, int item)
    {
        long position = (long)item * EntriesPerItem;
        int end = RowPieces.RowAt(_offsets, _neurons, position + EntriesPerItem);
        int* counts = _tables + worker * (nint)_samples * _samples;
        for (int neuron = RowPieces.RowAt(_offsets, _neurons, position); neuron < end; neuron++) Count(neuron, 0, _samples, counts);
    }

    private void AddBlock(int worker, int block)
    {
        for (int i = block * _blockRows; i < Math.Min(_samples, (block + 1) * _blockRows); i++)
        {
            int* sum = _tables + (nint)i * _samples;
            for (int t = 1; t < _device.Team.Size; t++)
            {
                int* part = sum + t * (nint)_samples * _samples;
                for (int j = 0; j <= i; j++) sum[j] += part[j];
            }

            Scale(i, sum);
        }
    }

    private void CountBlock(int worker, int item)
    {
        // The last blocks are the longest: first come, first done.
        int first = (_blocks - 1 - item) * _blockRows, end = Math.Min(_samples, first + _blockRows);
        int* counts = _tables + worker * (nint)_blockRows * _samples;
        new Span<int>(counts, (end - first) * _samples).Clear();
        for (int neuron = 0; neuron < _neurons; neuron++) Count(neuron, first, end, counts);
        for (int i = first; i < end; i++) Scale(i, counts + (nint)(i - first) * _samples);
    }

    /// <summary>Counts the pairs (i, j), j &lt;= i, first &lt;= i &lt; end, of one neuron.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Count(int neuron, int first, int end, int* counts)
    {
        int* set = _ids + _offsets[neuron];
        int size = (int)(_offsets[neuron + 1] - _offsets[neuron]);
        for (int a = LowerBound(set, size, first); a < size && set[a] < end; a++)
        {
            int* row = counts + (nint)(set[a] - first) * _samples;
            for (int q = 0; q <= a; q++) row[set[q]]++;
        }
    }

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

    private void Scale(int i, int* counts)
    {
        float* kernel = _kernel + i * _kernelStride;
        double* gram = _gram + i * _gramStride;
        for (int j = 0; j <= i; j++) gram[j] = kernel[j] * (_scale * counts[j]);
    }
}

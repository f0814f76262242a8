namespace Engine.Kernels;

/// <summary>Prefix sums on the processor: the totals of chunks, their prefix sums, and the chunks again.</summary>
internal sealed unsafe class HostExclusiveScan
{
    private const int Chunk = 1 << 14;

    private readonly HostDevice _device;
    private readonly Action<int, int> _total;
    private readonly Action<int, int> _fill;
    private int* _counts;
    private long* _longCounts;
    private long* _offsets;
    private long* _bases;
    private long _length;

    public HostExclusiveScan(HostDevice device)
    {
        _device = device;
        _total = TotalItem;
        _fill = FillItem;
    }

    public void Run(VectorView<int> counts, VectorView<long> offsets)
    {
        _counts = HostMemory.Pointer(counts);
        _longCounts = null;
        Run(offsets);
        GC.KeepAlive(counts.Array);
    }

    public void Run(VectorView<long> counts, VectorView<long> offsets)
    {
        _counts = null;
        _longCounts = HostMemory.Pointer(counts);
        Run(offsets);
        GC.KeepAlive(counts.Array);
    }

    private void Run(VectorView<long> offsets)
    {
        _offsets = HostMemory.Pointer(offsets);
        _length = offsets.Length - 1;
        int chunks = checked((int)((_length + Chunk - 1) / Chunk));
        using Rented<long> bases = _device.Workspace.Rent<long>(chunks);
        _bases = HostMemory.Pointer(bases.View);
        _device.Team.Run(chunks, _total);
        long total = 0;
        for (int chunk = 0; chunk < chunks; chunk++) (_bases[chunk], total) = (total, total + _bases[chunk]);
        _device.Team.Run(chunks, _fill);
        _offsets[_length] = total;
        GC.KeepAlive(offsets.Array);
    }

    private void TotalItem(int worker, int chunk)
    {
        long total = 0, end = Math.Min(_length, (chunk + 1L) * Chunk);
        for (long i = (long)chunk * Chunk; i < end; i++) total += _counts == null ? _longCounts[i] : _counts[i];
        _bases[chunk] = total;
    }

    private void FillItem(int worker, int chunk)
    {
        long sum = _bases[chunk], end = Math.Min(_length, (chunk + 1L) * Chunk);
        for (long i = (long)chunk * Chunk; i < end; i++)
        {
            long count = _counts == null ? _longCounts[i] : _counts[i];
            _offsets[i] = sum;
            sum += count;
        }
    }
}

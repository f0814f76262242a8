namespace Engine.Indexing;

/// <summary>Memory that a report works in, kept between reports.</summary>
internal sealed unsafe class ScanScratch
{
    private AlignedMemory<float>? _queries;
    private AlignedMemory<uint>? _bits;
    private AlignedMemory<byte>? _bytes;
    private AlignedMemory<ulong>? _words;
    private QueryPack[] _packs = [];

    /// <summary>Rows of queries, aligned; contents undefined.</summary>
    public AlignedMemory<float> Queries(long floats) => Of(ref _queries, floats);

    /// <summary>Bit words; contents undefined.</summary>
    public AlignedMemory<uint> Bits(long words) => Of(ref _bits, words);

    /// <summary>Words of 64 bits; contents undefined.</summary>
    public AlignedMemory<ulong> Words(long words) => Of(ref _words, words);

    /// <summary>Bytes for what an index needs besides; contents undefined.</summary>
    public AlignedMemory<byte> Bytes(long bytes) => Of(ref _bytes, bytes);

    /// <summary>Hits that wait to be put in order.</summary>
    public HitSegments Segments { get; } = new();

    /// <summary>Packs of quantised queries.</summary>
    public QueryPack[] Packs(int dimension, int count)
    {
        if (_packs.Length < count || _packs[0].Dimension != dimension) _packs = [.. Enumerable.Range(0, count).Select(_ => new QueryPack(dimension))];
        return _packs;
    }

    private static AlignedMemory<T> Of<T>(ref AlignedMemory<T>? memory, long length)
        where T : unmanaged
    {
        if (memory is null || memory.Length < length) memory = new AlignedMemory<T>(length);
        return memory;
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Indexing;

/// <summary>What was found block by block, for all queries of a group: numbers within the block in 16 bits. In the end, the ids query by query.</summary>
/// <remarks>Bits would take m / 8 bytes a query, however few are set; these take two bytes a hit.</remarks>
internal sealed unsafe class HitSegments
{
    private AlignedMemory<ushort> _numbers = new(1 << 12);
    private int[] _ends = new int[1 << 10];
    private long[] _starts = new long[16];
    private int _queries, _blocks;
    private long _count;
    private bool _sparse;

    /// <summary>Forgets everything.</summary>
    /// <param name="queries">Queries of the group.</param>
    public void Begin(int queries)
    {
        (_queries, _blocks, _count) = (queries, 0, 0);
    }

    /// <summary>Takes the hits of the next block.</summary>
    /// <param name="words">Bits of query q from word q * stride on.</param>
    /// <param name="stride">Words from a query to the next.</param>
    /// <param name="count">Words of the block, at most 1024.</param>
    public void Add(ulong* words, long stride, int count)
    {
        if (_blocks == _starts.Length) Array.Resize(ref _starts, 2 * _blocks);
        int first = checked(_blocks * _queries);
        if (first + _queries > _ends.Length) Array.Resize(ref _ends, Math.Max(first + _queries, 2 * _ends.Length));
        bool sparse = _sparse;
        long start = _starts[_blocks++] = _count;
        for (int q = 0; q < _queries; q++, words += stride)
        {
            Room(BitRows.Room(count));
            _count += BitRows.Flatten(words, count, sparse, _numbers.Pointer + _count);
            _ends[first + q] = (int)(_count - start);
        }

        _sparse = BitRows.IsSparse(_count - start, (long)_queries * count);
    }

    /// <summary>Appends the ids of one query to the current row of the hits.</summary>
    /// <param name="query">Which.</param>
    /// <param name="blockPoints">Ids of a block: the numbers of block b begin at b times this.</param>
    /// <param name="hits">Where the ids go.</param>
    public void Append(int query, int blockPoints, ThresholdHits hits)
    {
        for (int b = 0, end = query; b < _blocks; b++, end += _queries)
        {
            int before = query == 0 ? 0 : _ends[end - 1], found = _ends[end] - before;
            if (found == 0) continue;
            fixed (int* room = hits.Reserve(found + Vector256<ushort>.Count)) Widen(_numbers.Pointer + _starts[b] + before, found, (uint)(b * blockPoints), (uint*)room);
            hits.Advance(found);
        }
    }

    // Writes whole vectors.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Widen(ushort* numbers, int count, uint first, uint* ids)
    {
        Vector256<uint> offset = Vector256.Create(first);
        for (int i = 0; i < count; i += Vector256<ushort>.Count)
        {
            Vector256<ushort> x = Vector256.Load(numbers + i);
            (Vector256.WidenLower(x) + offset).Store(ids + i);
            (Vector256.WidenUpper(x) + offset).Store(ids + i + Vector256<uint>.Count);
        }
    }

    private void Room(int more)
    {
        if (_count + more <= _numbers.Length) return;
        var larger = new AlignedMemory<ushort>(Math.Max(_count + more, 2 * _numbers.Length));
        Buffer.MemoryCopy(_numbers.Pointer, larger.Pointer, larger.Bytes, _count * sizeof(ushort));
        GC.KeepAlive(_numbers);
        _numbers = larger;
    }
}

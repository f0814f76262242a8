using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Kernels;

/// <summary>The hits of the item a worker is at, in the order they are found: block of columns by block of columns, the rows in turn in each.</summary>
/// <param name="account">Where the memory is booked.</param>
internal sealed unsafe class FoundHits(DeviceMemory account) : IDisposable
{
    private readonly GrowingBuffer<int> _ids = new(account);
    private readonly GrowingBuffer<float> _values = new(account);
    private readonly GrowingBuffer<long> _ends = new(account);
    private long _count;
    private int _segments;

    /// <summary>Where the next hit's column goes; valid until the next <see cref="Reserve"/>.</summary>
    public int* NextId => _ids.Pointer + _count;

    /// <summary>Where the next hit's score goes; valid until the next <see cref="Reserve"/>.</summary>
    public float* NextValue => _values.Pointer + _count;

    /// <summary>Begins an item.</summary>
    public void Begin() => (_count, _segments) = (0, 0);

    /// <summary>Makes room for some hits, and a vector behind them that may be overwritten, and for the ends of some rows.</summary>
    public void Reserve(long hits, int rows)
    {
        _ids.Reserve(_count + hits + Lanes.Width, _count);
        _values.Reserve(_count + hits + Lanes.Width, _count);
        _ends.Reserve(_segments + rows, _segments);
    }

    /// <summary>Takes as much memory as another worker has: the next time it may be this one that needs it.</summary>
    public void Match(FoundHits other)
    {
        _ids.Reserve(other._ids.Length);
        _values.Reserve(other._values.Length);
        _ends.Reserve(other._ends.Length);
    }

    /// <summary>Ends a row of a block of columns, after its hits have been written.</summary>
    /// <param name="hits">How many they are.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void EndRow(int hits)
    {
        _count += hits;
        _ends.Pointer[_segments++] = _count;
    }

    /// <summary>Ends the item: copies its hits in the order of their rows.</summary>
    /// <param name="rows">Rows of the item, at least 1.</param>
    /// <param name="counts">Receives the hits of each row.</param>
    /// <param name="sorted">Receives the hits.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void End(int rows, long* counts, ItemHits sorted)
    {
        int* ids = sorted.Ids.Reserve(_count + Lanes.Width), foundIds = _ids.Pointer;
        float* values = sorted.Values.Reserve(_count + Lanes.Width), foundValues = _values.Pointer;
        long* ends = _ends.Pointer;
        for (int row = 0; row < rows; row++)
        {
            int* first = ids;
            for (int segment = row; segment < _segments; segment += rows)
            {
                long start = segment == 0 ? 0 : ends[segment - 1], length = ends[segment] - start;
                for (long e = 0; e < length; e += Lanes.Width)
                {
                    Vector512.Load(foundIds + start + e).Store(ids + e);
                    Vector512.Load(foundValues + start + e).Store(values + e);
                }

                ids += length;
                values += length;
            }

            counts[row] = ids - first;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _ids.Dispose();
        _values.Dispose();
        _ends.Dispose();
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Kernels;

/// <summary>The fire sets of one range of neurons: the samples each neuron fires on, ids ascending, CSR.</summary>
internal sealed class FiredRows
{
    private int[] _offsets = [0];
    private int[] _ids = [];

    /// <summary>Neurons.</summary>
    public int Count { get; private set; }

    /// <summary>Count + 1 offsets into <see cref="Ids"/>.</summary>
    public ReadOnlySpan<int> Offsets => _offsets.AsSpan(0, Count + 1);

    /// <summary>Sample ids.</summary>
    public ReadOnlySpan<int> Ids => _ids.AsSpan(0, _offsets[Count]);

    /// <summary>The samples a neuron fires on, ascending.</summary>
    public ReadOnlySpan<int> Of(int row) => _ids.AsSpan(_offsets[row], _offsets[row + 1] - _offsets[row]);

    /// <summary>Forgets everything; rows are appended next.</summary>
    /// <param name="rows">Neurons to come.</param>
    public void Begin(int rows)
    {
        if (_offsets.Length < rows + 1) _offsets = new int[rows + 1];
        (Count, _offsets[0]) = (0, 0);
    }

    /// <summary>Appends a neuron.</summary>
    /// <param name="samples">The samples it fires on, ascending.</param>
    public void Append(ReadOnlySpan<int> samples)
    {
        int start = _offsets[Count], end = start + samples.Length;
        Reserve(end);
        samples.CopyTo(_ids.AsSpan(start));
        _offsets[++Count] = end;
    }

    /// <summary>Takes sets that were found by sample.</summary>
    /// <param name="offsets">n + 1 offsets into <paramref name="neurons"/>.</param>
    /// <param name="neurons">For each sample the neurons that fire on it, in [0, <paramref name="rows"/>).</param>
    /// <param name="rows">Neurons.</param>
    public void Transpose(ReadOnlySpan<long> offsets, ReadOnlySpan<int> neurons, int rows)
    {
        Begin(rows);
        Reserve(neurons.Length);
        // offsets[r + 1] is first the count of row r, then where its next sample goes, and in the end its end.
        _offsets.AsSpan(0, rows + 1).Clear();
        foreach (int r in neurons) _offsets[r + 1]++;
        for (int r = 0, start = 0; r < rows; r++) (start, _offsets[r + 1]) = (start + _offsets[r + 1], start);
        for (int i = 0; i + 1 < offsets.Length; i++)
        {
            foreach (int r in neurons[(int)offsets[i]..(int)offsets[i + 1]]) _ids[_offsets[r + 1]++] = i;
        }

        Count = rows;
    }

    /// <summary>Reads the fire sets from the records, which are kept up to date while scores are not (<see cref="DuePass"/>).</summary>
    public unsafe void CollectRecorded(CandidateShard shard)
    {
        DueRecords records = shard.Due!;
        Begin(shard.Count);
        int[] ids = new int[shard.Samples];
        for (int local = 0; local < shard.Count; local++)
        {
            int fires;
            fixed (int* samples = ids) fires = records.CopyFires(records.Slots[local], samples);
            Array.Sort(ids, 0, fires);
            Append(ids.AsSpan(0, fires));
        }
    }

    /// <summary>Reads the fire sets of the present point; memory is reused from call to call.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public unsafe void Collect(CandidateShard shard, float shift)
    {
        Count = shard.Count;
        if (_offsets.Length < Count + 1) _offsets = new int[Count + 1];
        // Compress writes whole vectors: 16 ids of slack.
        long room = shard.Counts.Fires + Lanes.Width;
        if (_ids.Length < room) _ids = new int[checked((int)(room + room / 4))];
        Vector512<float> threshold = Vector512.Create(shift);
        int used = 0;
        fixed (int* ids = _ids)
        {
            for (int local = 0; local < Count; local++)
            {
                _offsets[local] = used;
                NeuronSlot slot = shard.Slots[local];
                for (int g = slot.Start; g < slot.Start + slot.Groups; g++)
                {
                    float* group = shard.Group(g);
                    Vector512<float> fired = Vector512.GreaterThan(Vector512.LoadAligned(group), threshold);
                    used += Lanes.Compress(Vector512.LoadAligned((int*)(group + CandidateShard.IdOffset)), fired, ids + used);
                }
            }
        }

        _offsets[Count] = used;
    }

    private void Reserve(int ids)
    {
        if (ids > _ids.Length) Array.Resize(ref _ids, (int)Math.Min(Array.MaxLength, ids + ids / 4L));
    }
}

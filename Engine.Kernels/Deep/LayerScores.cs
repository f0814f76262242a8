using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Kernels;

/// <summary>Z (m x n, a row of n scores per unit), its sparse updates, and what of it lies above a threshold.</summary>
/// <remarks>Threads own ranges of units; within a range, samples are taken in order.</remarks>
internal sealed unsafe class LayerScores : IDisposable
{
    private const int RangeUnits = 256;

    private readonly NativeBuffer<float> _scores;
    private readonly NativeBuffer<int> _places;
    private readonly WorkerTeam _team;
    private readonly Action<int, int> _add;
    private readonly Action<int, int> _count;
    private readonly Action<int, int> _fill;
    private readonly int _units;
    private readonly int _samples;
    private readonly int _ranges;
    private InputGram? _gram;
    private ActiveRows? _rows;
    private float _factor;

    /// <summary>All scores are zero.</summary>
    /// <param name="units">m.</param>
    /// <param name="samples">n.</param>
    /// <param name="team">Who does the work.</param>
    public LayerScores(int units, int samples, WorkerTeam team)
    {
        (_units, _samples, _team) = (units, samples, team);
        Stride = Lanes.RoundUp(samples);
        _ranges = (units + RangeUnits - 1) / RangeUnits;
        _scores = new NativeBuffer<float>((long)Lanes.RoundUp(units) * Stride);
        _places = new NativeBuffer<int>((long)_ranges * samples);
        (_add, _count, _fill) = (AddRange, CountRange, FillRange);
    }

    /// <summary>n rounded up to 16.</summary>
    public int Stride { get; }

    /// <summary>m rounded up to 16: rows there is memory for.</summary>
    public int PaddedUnits => Lanes.RoundUp(_units);

    /// <summary>Bytes held for m units and n samples.</summary>
    public static long BytesFor(int units, int samples) => (long)Lanes.RoundUp(units) * Lanes.RoundUp(samples) * sizeof(float);

    /// <summary>Scores of a unit.</summary>
    public float* Row(int unit) => _scores.Pointer + (long)unit * Stride;

    /// <summary>z_ri += length sum_j v_jr K_ij. Multiplications: n + 1 for every entry of V.</summary>
    /// <param name="gram">K.</param>
    /// <param name="v">n rows over m units.</param>
    /// <param name="length">Any sign.</param>
    public void Add(InputGram gram, ActiveRows v, float length)
    {
        (_gram, _rows, _factor) = (gram, v, length);
        _team.Run(_ranges, _add);
    }

    /// <summary>Finds every score above the threshold. m n comparisons, twice.</summary>
    /// <param name="threshold">Strict.</param>
    /// <param name="above">n rows over m units; written anew.</param>
    public void CollectAbove(float threshold, ActiveRows above)
    {
        (_rows, _factor) = (above, threshold);
        _team.Run(_ranges, _count);
        for (int i = 0; i < _samples; i++)
        {
            int sum = 0;
            for (int range = 0; range < _ranges; range++)
            {
                ref int place = ref _places.Pointer[(long)range * _samples + i];
                (place, sum) = (sum, sum + place);
            }

            above.Resize(i, sum);
        }

        _team.Run(_ranges, _fill);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _scores.Dispose();
        _places.Dispose();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddRange(int worker, int range)
    {
        int first = range * RangeUnits, end = Math.Min(_units, first + RangeUnits);
        for (int j = 0; j < _samples; j++)
        {
            ReadOnlySpan<int> ids = _rows!.Ids(j);
            ReadOnlySpan<float> values = _rows.Values(j);
            float* gram = _gram!.Row(j);
            for (int q = ActiveRows.FirstAtLeast(ids, first); q < ids.Length && ids[q] < end; q++)
            {
                float* z = Row(ids[q]);
                Vector512<float> step = Vector512.Create(_factor * values[q]);
                for (int i = 0; i < Stride; i += Lanes.Width)
                    Vector512.FusedMultiplyAdd(step, Vector512.LoadAligned(gram + i), Vector512.LoadAligned(z + i)).StoreAligned(z + i);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void CountRange(int worker, int range)
    {
        int end = Math.Min(_units, (range + 1) * RangeUnits);
        int* counts = _places.Pointer + (long)range * _samples;
        new Span<int>(counts, _samples).Clear();
        for (int unit = range * RangeUnits; unit < end; unit++)
        {
            float* z = Row(unit);
            for (int i = 0; i < _samples; i += Lanes.Width)
            {
                for (ulong bits = Above(z + i, _samples - i); bits != 0; bits &= bits - 1) counts[i + BitOperations.TrailingZeroCount(bits)]++;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FillRange(int worker, int range)
    {
        int end = Math.Min(_units, (range + 1) * RangeUnits);
        int* places = _places.Pointer + (long)range * _samples;
        for (int unit = range * RangeUnits; unit < end; unit++)
        {
            float* z = Row(unit);
            for (int i = 0; i < _samples; i += Lanes.Width)
            {
                for (ulong bits = Above(z + i, _samples - i); bits != 0; bits &= bits - 1)
                {
                    int sample = i + BitOperations.TrailingZeroCount(bits), place = places[sample]++;
                    _rows!.Ids(sample)[place] = unit;
                    _rows.Values(sample)[place] = z[sample];
                }
            }
        }
    }

    /// <summary>A bit for each of 16 scores above the threshold; what fills rows up has none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong Above(float* scores, int left)
    {
        ulong bits = Vector512.GreaterThan(Vector512.LoadAligned(scores), Vector512.Create(_factor)).ExtractMostSignificantBits();
        return left < Lanes.Width ? bits & ((1UL << left) - 1) : bits;
    }
}

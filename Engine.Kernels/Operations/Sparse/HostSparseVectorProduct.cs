using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Kernels;

/// <summary>Products of a sparse matrix, or its transpose, and a vector on the processor, summed in double precision in the order of <see cref="RowPieces"/>.</summary>
internal sealed unsafe class HostSparseVectorProduct
{
    private const int SlotsPerItem = 16;
    private const int PositionsPerItem = 8192;

    private readonly HostDevice _device;
    private readonly Action<int, int> _tailItem;
    private readonly Action<int, int> _rowItem;
    private long* _offsets;
    private int* _ids;
    private long* _places;
    private float* _values;
    private float* _x;
    private float* _y;
    private double* _tails;
    private int _rows;
    private float _alpha;
    private float _beta;

    public HostSparseVectorProduct(HostDevice device)
    {
        _device = device;
        _tailItem = TailItem;
        _rowItem = RowItem;
    }

    /// <summary>y_r = alpha Σ_e value_e x[ids_e] + beta y_r over the entries e of row r.</summary>
    /// <param name="alpha">Factor of the sums; 0 leaves everything else than y unread.</param>
    /// <param name="offsets">Where rows begin: rows of the matrix, or of its transpose.</param>
    /// <param name="ids">Element of x of each entry.</param>
    /// <param name="places">Where the value of each entry stands; empty when values stand in order.</param>
    /// <param name="values">Values.</param>
    /// <param name="x">Vector to multiply.</param>
    /// <param name="beta">Factor of the old y.</param>
    /// <param name="y">As long as there are rows, at least 1.</param>
    public void Run(
        float alpha, VectorView<long> offsets, VectorView<int> ids, VectorView<long> places, VectorView<float> values, VectorView<float> x, float beta, VectorView<float> y)
    {
        _offsets = HostMemory.Pointer(offsets);
        _ids = HostMemory.Pointer(ids);
        _places = HostMemory.Pointer(places);
        _values = HostMemory.Pointer(values);
        _x = HostMemory.Pointer(x);
        _y = HostMemory.Pointer(y);
        _rows = checked((int)y.Length);
        _alpha = alpha;
        _beta = beta;
        long slots = RowPieces.Slots(alpha == 0 ? 0 : _offsets[_rows]);
        using Rented<double> tails = _device.Workspace.Rent<double>(slots);
        _tails = HostMemory.Pointer(tails.View);
        _device.Team.Run(checked((int)((slots + SlotsPerItem - 1) / SlotsPerItem)), _tailItem);
        _device.Team.Run(checked((int)((_offsets[_rows] + _rows + PositionsPerItem - 1) / PositionsPerItem)), _rowItem);
        GC.KeepAlive(offsets.Array);
        GC.KeepAlive(ids.Array);
        GC.KeepAlive(places.Array);
        GC.KeepAlive(values.Array);
        GC.KeepAlive(x.Array);
        GC.KeepAlive(y.Array);
    }

    private void TailItem(int worker, int item)
    {
        long end = Math.Min((item + 1L) * SlotsPerItem, RowPieces.Slots(_offsets[_rows]));
        for (long slot = (long)item * SlotsPerItem; slot < end; slot++)
        {
            int row = RowPieces.RowOf(_offsets, _rows, slot * RowPieces.Length);
            long begin = RowPieces.TailBegin(slot, _offsets[row]), rowEnd = _offsets[row + 1];
            if (begin > _offsets[row] && begin < rowEnd) _tails[slot] = Sum(begin, Math.Min(rowEnd, begin + RowPieces.Length));
        }
    }

    private void RowItem(int worker, int item)
    {
        long position = (long)item * PositionsPerItem;
        int row = RowPieces.RowAt(_offsets, _rows, position), end = RowPieces.RowAt(_offsets, _rows, position + PositionsPerItem);
        for (; row < end; row++)
        {
            long begin = _offsets[row], rowEnd = _alpha == 0 ? begin : _offsets[row + 1];
            double sum = Sum(begin, Math.Min(rowEnd, begin + RowPieces.Length));
            for (begin += RowPieces.Length; begin < rowEnd; begin += RowPieces.Length) sum += _tails[begin / RowPieces.Length];
            double old = _beta == 0 ? 0 : (double)_beta * _y[row];
            _y[row] = (float)(_alpha * sum + old);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double Sum(long e, long end)
    {
        if (e == end) return 0;
        double* lanes = stackalloc double[RowPieces.Lanes];
        float* gathered = stackalloc float[RowPieces.Lanes];
        Vector512<double> s0 = default, s1 = default, s2 = default, s3 = default;
        for (; e + RowPieces.Lanes <= end; e += RowPieces.Lanes)
        {
            float* values = Values(e, gathered);
            (Vector512<double> va, Vector512<double> vb) = Vector512.Widen(Vector512.Load(values));
            (Vector512<double> xa, Vector512<double> xb) = Vector512.Widen(Lanes.Gather(_x, Vector512.Load(_ids + e)));
            (Vector512<double> vc, Vector512<double> vd) = Vector512.Widen(Vector512.Load(values + 16));
            (Vector512<double> xc, Vector512<double> xd) = Vector512.Widen(Lanes.Gather(_x, Vector512.Load(_ids + e + 16)));
            s0 += va * xa;
            s1 += vb * xb;
            s2 += vc * xc;
            s3 += vd * xd;
        }

        s0.Store(lanes);
        s1.Store(lanes + 8);
        s2.Store(lanes + 16);
        s3.Store(lanes + 24);
        for (int l = 0; e < end; e++, l++) lanes[l] += (double)_values[_places == null ? e : _places[e]] * _x[_ids[e]];
        return Fold(lanes);
    }

    /// <summary>Lane l adds lane l + 16, then l + 8, 4, 2, 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Fold(double* lanes)
    {
        Vector512<double> eight = (Vector512.Load(lanes) + Vector512.Load(lanes + 16)) + (Vector512.Load(lanes + 8) + Vector512.Load(lanes + 24));
        Vector256<double> four = eight.GetLower() + eight.GetUpper();
        Vector128<double> two = four.GetLower() + four.GetUpper();
        return two[0] + two[1];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private float* Values(long e, float* gathered)
    {
        if (_places == null) return _values + e;
        for (int l = 0; l < RowPieces.Lanes; l++) gathered[l] = _values[_places[e + l]];
        return gathered;
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Kernels;

/// <summary>Products of a sparse and a dense matrix on the processor: every element is one chain of fused additions per piece of a row (<see cref="RowPieces"/>).</summary>
internal sealed unsafe class HostSparseProduct
{
    private const int TermsPerItem = 1 << 16;

    private readonly HostDevice _device;
    private readonly Action<int, int> _tail;
    private readonly Action<int, int> _rowItem;
    private long* _offsets;
    private int* _ids;
    private float* _values;
    private float* _b;
    private float* _c;
    private int* _targets;
    private float* _tails;
    private float* _heads;
    private nint _bStride;
    private nint _cStride;
    private int _rows;
    private int _columns;
    private int _positionsPerItem;
    private float _alpha;
    private float _beta;

    public HostSparseProduct(HostDevice device)
    {
        _device = device;
        _tail = TailItem;
        _rowItem = RowItem;
    }

    /// <summary>Row r of the product goes to row targets[r] of c; to row r when there are no targets.</summary>
    public void Run(float alpha, CsrView s, MatrixView b, float beta, VectorView<int> targets, MatrixView c)
    {
        _offsets = HostMemory.Pointer(s.Offsets);
        _ids = HostMemory.Pointer(s.Ids);
        _values = HostMemory.Pointer(s.Values);
        _targets = HostMemory.Pointer(targets);
        _b = b.Pointer;
        _c = c.Pointer;
        _bStride = b.Stride;
        _cStride = c.Stride;
        _rows = s.Rows;
        _columns = c.Columns;
        _alpha = alpha;
        _beta = beta;
        _positionsPerItem = Math.Max(16, TermsPerItem / _columns);
        long entries = alpha == 0 ? 0 : _offsets[_rows], slots = RowPieces.Slots(entries);
        using Rented<float> tails = _device.Workspace.Rent<float>(slots * _columns), heads = _device.Workspace.Rent<float>((long)_device.Team.Size * _columns);
        _tails = HostMemory.Pointer(tails.View);
        _heads = HostMemory.Pointer(heads.View);
        _device.Team.Run(checked((int)slots), _tail);
        _device.Team.Run(checked((int)((_offsets[_rows] + _rows + _positionsPerItem - 1) / _positionsPerItem)), _rowItem);
        GC.KeepAlive(s.Offsets.Array);
        GC.KeepAlive(s.Ids.Array);
        GC.KeepAlive(s.Values.Array);
        GC.KeepAlive(targets.Array);
        GC.KeepAlive(b.Owner);
        GC.KeepAlive(c.Owner);
    }

    private void TailItem(int worker, int slot)
    {
        int row = RowPieces.RowOf(_offsets, _rows, (long)slot * RowPieces.Length);
        long begin = RowPieces.TailBegin(slot, _offsets[row]), end = _offsets[row + 1];
        if (begin > _offsets[row] && begin < end) Sums(begin, Math.Min(end, begin + RowPieces.Length), _tails + (nint)slot * _columns);
    }

    private void RowItem(int worker, int item)
    {
        long position = (long)item * _positionsPerItem;
        int row = RowPieces.RowAt(_offsets, _rows, position), end = RowPieces.RowAt(_offsets, _rows, position + _positionsPerItem);
        float* sums = _heads + (nint)worker * _columns;
        for (; row < end; row++)
        {
            long begin = _offsets[row], rowEnd = _alpha == 0 ? begin : _offsets[row + 1];
            Sums(begin, Math.Min(rowEnd, begin + RowPieces.Length), sums);
            for (begin += RowPieces.Length; begin < rowEnd; begin += RowPieces.Length) Add(_tails + (nint)(begin / RowPieces.Length) * _columns, sums);
            Write(sums, _c + (_targets == null ? row : _targets[row]) * _cStride);
        }
    }

    /// <summary>The sums of a piece, one a column.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Sums(long begin, long end, float* sums)
    {
        int k = 0;
        for (; k + 64 <= _columns; k += 64)
        {
            Vector512<float> s0 = default, s1 = default, s2 = default, s3 = default;
            for (long e = begin; e < end; e++)
            {
                float* b = _b + _ids[e] * _bStride + k;
                Vector512<float> value = Vector512.Create(_values[e]);
                s0 = Vector512.FusedMultiplyAdd(value, Vector512.Load(b), s0);
                s1 = Vector512.FusedMultiplyAdd(value, Vector512.Load(b + 16), s1);
                s2 = Vector512.FusedMultiplyAdd(value, Vector512.Load(b + 32), s2);
                s3 = Vector512.FusedMultiplyAdd(value, Vector512.Load(b + 48), s3);
            }

            s0.Store(sums + k);
            s1.Store(sums + k + 16);
            s2.Store(sums + k + 32);
            s3.Store(sums + k + 48);
        }

        // The last vector may begin before the others end: it computes the same bits again.
        if (_columns >= Lanes.Width)
        {
            for (; k < _columns; k += Lanes.Width) Sixteen(begin, end, Math.Min(k, _columns - Lanes.Width), sums);
        }
        else if (_columns >= 4)
        {
            for (; k < _columns; k += 4) Four(begin, end, Math.Min(k, _columns - 4), sums);
        }
        else
        {
            for (; k < _columns; k++) One(begin, end, k, sums);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Sixteen(long begin, long end, int column, float* sums)
    {
        float* b = _b + column;
        Vector512<float> sum = default;
        for (long e = begin; e < end; e++) sum = Vector512.FusedMultiplyAdd(Vector512.Create(_values[e]), Vector512.Load(b + _ids[e] * _bStride), sum);
        sum.Store(sums + column);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Four(long begin, long end, int column, float* sums)
    {
        float* b = _b + column;
        Vector128<float> sum = default;
        for (long e = begin; e < end; e++) sum = Vector128.FusedMultiplyAdd(Vector128.Create(_values[e]), Vector128.Load(b + _ids[e] * _bStride), sum);
        sum.Store(sums + column);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void One(long begin, long end, int column, float* sums)
    {
        float sum = 0;
        for (long e = begin; e < end; e++) sum = MathF.FusedMultiplyAdd(_values[e], _b[_ids[e] * _bStride + column], sum);
        sums[column] = sum;
    }

    private void Add(float* tail, float* sums)
    {
        for (int k = 0; k < _columns; k++) sums[k] += tail[k];
    }

    private void Write(float* sums, float* c)
    {
        int k = 0;
        for (; k + Lanes.Width <= _columns; k += Lanes.Width)
        {
            Vector512<float> old = _beta == 0 ? default : Vector512.Load(c + k) * _beta;
            Vector512.FusedMultiplyAdd(Vector512.Create(_alpha), Vector512.Load(sums + k), old).Store(c + k);
        }

        for (; k < _columns; k++) c[k] = MathF.FusedMultiplyAdd(_alpha, sums[k], _beta == 0 ? 0 : c[k] * _beta);
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Kernels;

/// <summary>Sampled products on the processor: items of equally many entries, four of a row at a time.</summary>
internal sealed unsafe class HostSampledProduct
{
    private const int MinimumEntries = 64;
    private const int TermsPerItem = 1 << 16;

    private readonly HostDevice _device;
    private readonly Action<int, int> _item;
    private float* _a;
    private float* _b;
    private float* _values;
    private long* _offsets;
    private int* _ids;
    private nint _aStride;
    private nint _bStride;
    private int _rows;
    private int _depth;
    private int _entriesPerItem;
    private float _alpha;

    public HostSampledProduct(HostDevice device)
    {
        _device = device;
        _item = Item;
    }

    public void Run(float alpha, MatrixView a, MatrixView b, CsrView s)
    {
        _a = a.Pointer;
        _b = b.Pointer;
        _values = HostMemory.Pointer(s.Values);
        _offsets = HostMemory.Pointer(s.Offsets);
        _ids = HostMemory.Pointer(s.Ids);
        _aStride = a.Stride;
        _bStride = b.Stride;
        _rows = s.Rows;
        _depth = alpha == 0 ? 0 : a.Columns;
        _alpha = alpha;
        _entriesPerItem = Math.Max(MinimumEntries, TermsPerItem / Math.Max(1, _depth));
        long entries = _offsets[_rows];
        _device.Team.Run(checked((int)((entries + _entriesPerItem - 1) / _entriesPerItem)), _item);
        GC.KeepAlive(a.Owner);
        GC.KeepAlive(b.Owner);
        GC.KeepAlive(s.Values.Array);
        GC.KeepAlive(s.Offsets.Array);
        GC.KeepAlive(s.Ids.Array);
    }

    private void Item(int worker, int item)
    {
        long entry = (long)item * _entriesPerItem, end = Math.Min(entry + _entriesPerItem, _offsets[_rows]);
        for (int row = RowPieces.RowOf(_offsets, _rows, entry); entry < end; row++)
        {
            long rowEnd = Math.Min(end, _offsets[row + 1]);
            float* a = _a + row * _aStride;
            for (; entry + 4 <= rowEnd; entry += 4) Four(a, entry);
            for (; entry < rowEnd; entry++) _values[entry] = _alpha * Dot(a, _b + _ids[entry] * _bStride);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Four(float* a, long entry)
    {
        float* b0 = _b + _ids[entry] * _bStride, b1 = _b + _ids[entry + 1] * _bStride;
        float* b2 = _b + _ids[entry + 2] * _bStride, b3 = _b + _ids[entry + 3] * _bStride;
        Vector512<float> s0 = default, s1 = default, s2 = default, s3 = default;
        int k = 0;
        for (; k + Lanes.Width <= _depth; k += Lanes.Width)
        {
            Vector512<float> x = Vector512.Load(a + k);
            s0 = Vector512.FusedMultiplyAdd(x, Vector512.Load(b0 + k), s0);
            s1 = Vector512.FusedMultiplyAdd(x, Vector512.Load(b1 + k), s1);
            s2 = Vector512.FusedMultiplyAdd(x, Vector512.Load(b2 + k), s2);
            s3 = Vector512.FusedMultiplyAdd(x, Vector512.Load(b3 + k), s3);
        }

        Vector128<float> sums = Lanes.Sums(s0, s1, s2, s3);
        for (; k < _depth; k++)
            sums = Vector128.FusedMultiplyAdd(Vector128.Create(a[k]), Vector128.Create(b0[k], b1[k], b2[k], b3[k]), sums);
        (sums * _alpha).Store(_values + entry);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private float Dot(float* a, float* b)
    {
        Vector512<float> lanes = default;
        int k = 0;
        for (; k + Lanes.Width <= _depth; k += Lanes.Width) lanes = Vector512.FusedMultiplyAdd(Vector512.Load(a + k), Vector512.Load(b + k), lanes);
        float sum = Vector512.Sum(lanes);
        for (; k < _depth; k++) sum = MathF.FusedMultiplyAdd(a[k], b[k], sum);
        return sum;
    }
}

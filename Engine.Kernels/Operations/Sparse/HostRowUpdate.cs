using System.Runtime.Intrinsics;

namespace Engine.Kernels;

/// <summary>Additions to listed rows on the processor.</summary>
internal sealed unsafe class HostRowUpdate
{
    private const int ElementsPerItem = 1 << 15;

    private readonly HostDevice _device;
    private readonly Action<int, int> _item;
    private float* _source;
    private float* _target;
    private int* _rows;
    private nint _sourceStride;
    private nint _targetStride;
    private int _count;
    private int _columns;
    private int _rowsPerItem;
    private float _alpha;

    public HostRowUpdate(HostDevice device)
    {
        _device = device;
        _item = Item;
    }

    public void Run(float alpha, MatrixView source, VectorView<int> rows, MatrixView target)
    {
        _source = source.Pointer;
        _target = target.Pointer;
        _rows = HostMemory.Pointer(rows);
        _sourceStride = source.Stride;
        _targetStride = target.Stride;
        _count = source.Rows;
        _columns = source.Columns;
        _alpha = alpha;
        _rowsPerItem = Math.Max(1, ElementsPerItem / _columns);
        _device.Team.Run((_count + _rowsPerItem - 1) / _rowsPerItem, _item);
        GC.KeepAlive(source.Owner);
        GC.KeepAlive(rows.Array);
        GC.KeepAlive(target.Owner);
    }

    private void Item(int worker, int item)
    {
        Vector512<float> alpha = Vector512.Create(_alpha);
        int end = (int)Math.Min(_count, (item + 1L) * _rowsPerItem);
        for (int row = item * _rowsPerItem; row < end; row++)
        {
            float* source = _source + row * _sourceStride, target = _target + _rows[row] * _targetStride;
            int k = 0;
            for (; k + Lanes.Width <= _columns; k += Lanes.Width) Vector512.FusedMultiplyAdd(alpha, Vector512.Load(source + k), Vector512.Load(target + k)).Store(target + k);
            for (; k < _columns; k++) target[k] = MathF.FusedMultiplyAdd(_alpha, source[k], target[k]);
        }
    }
}

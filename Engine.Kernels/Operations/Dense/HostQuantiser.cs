using System.Runtime.CompilerServices;

namespace Engine.Kernels;

/// <summary>Quantises rows on the processor.</summary>
internal sealed unsafe class HostQuantiser
{
    private const int RowsPerItem = 64;

    private readonly WorkerTeam _team;
    private readonly Action<int, int> _item;
    private MatrixView _rows;
    private float* _elements;
    private int* _codes;
    private QuantisedRow* _bounds;

    public HostQuantiser(WorkerTeam team)
    {
        _team = team;
        _item = Item;
    }

    /// <summary>Quantises.</summary>
    /// <param name="rows">Shape (m, d).</param>
    /// <param name="codes">m ⌈d / 4⌉ words.</param>
    /// <param name="bounds">m elements.</param>
    public void Quantise(MatrixView rows, int* codes, QuantisedRow* bounds)
    {
        _rows = rows;
        _codes = codes;
        _bounds = bounds;
        _elements = rows.Pointer;
        _team.Run(ProductTiling.Parts(rows.Rows, RowsPerItem), _item);
        GC.KeepAlive(rows.Owner);
    }

    private void Item(int worker, int item)
    {
        int end = Math.Min(_rows.Rows, (item + 1) * RowsPerItem), words = QuantisedRow.Words(_rows.Columns);
        for (int row = item * RowsPerItem; row < end; row++)
            _bounds[row] = QuantiseRow(_elements + row * _rows.RowStep, _rows.ColumnStep, _rows.Columns, _codes + (nint)row * words);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static QuantisedRow QuantiseRow(float* row, nint step, int depth, int* words)
    {
        new Span<int>(words, QuantisedRow.Words(depth)).Clear();
        uint largest = 0;
        // Ordered as bits, infinity and NaN lie above every number.
        for (int k = 0; k < depth; k++) largest = Math.Max(largest, BitConverter.SingleToUInt32Bits(row[k * step]) & 0x7FFF_FFFF);
        float scale = QuantisedRow.ScaleOf(BitConverter.UInt32BitsToSingle(largest));
        if (float.IsNaN(scale)) return new QuantisedRow(scale, 0, 0, 0, 0);
        sbyte* codes = (sbyte*)words;
        double errors = 0, squares = 0;
        long codeSquares = 0;
        int sum = 0;
        for (int k = 0; k < depth; k++)
        {
            float element = row[k * step];
            int code = QuantisedRow.Code(element, scale);
            codes[k] = (sbyte)code;
            double error = element - (double)scale * code;
            errors += error * error;
            squares += (double)element * element;
            codeSquares += code * code;
            sum += code;
        }

        return QuantisedRow.Of(scale, depth, errors, squares, codeSquares, sum);
    }
}

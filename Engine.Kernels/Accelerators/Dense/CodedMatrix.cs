using ILGPU;

namespace Engine.Kernels;

/// <summary>Rows, their codes and their bounds, as the kernels take them.</summary>
/// <param name="rows">The rows.</param>
/// <param name="codes">Words of four codes, row by row.</param>
/// <param name="bounds">One for each row.</param>
internal readonly struct CodedMatrix(DeviceMatrix rows, ArrayView<int> codes, ArrayView<QuantisedRow> bounds)
{
    private readonly ArrayView<int> _codes = codes;
    private readonly ArrayView<QuantisedRow> _bounds = bounds;

    public DeviceMatrix Rows { get; } = rows;

    /// <summary>Words of a row.</summary>
    public int Words => QuantisedRow.Words(Rows.Columns);

    /// <summary>Four codes, or zeros outside the matrix.</summary>
    public int Word(int row, int word) => row < Rows.Rows && word < Words ? _codes[(long)row * Words + word] : 0;

    public QuantisedRow Bound(int row) => _bounds[row];
}

using Engine.Kernels;
using Xunit;

namespace Engine.Tests.Conformance;

/// <summary>A matrix in guarded memory, any way round, with guards between the stored rows.</summary>
internal sealed class StridedMatrix
{
    private const int Gap = 5;

    private readonly GuardedArray<float> _array;
    private readonly int _storedColumns;

    /// <summary>Copies a matrix to the run's device.</summary>
    /// <param name="run">Owns the memory.</param>
    /// <param name="values">Row-major, <paramref name="rows"/> x <paramref name="columns"/>.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="columns">Columns.</param>
    /// <param name="transposed">Whether columns are stored contiguously.</param>
    public StridedMatrix(ConformanceRun run, float[] values, int rows, int columns, bool transposed)
    {
        (int storedRows, _storedColumns) = transposed ? (columns, rows) : (rows, columns);
        int stride = _storedColumns + Gap;
        // Guards after the last row belong to the array's margin.
        float[] stored = new float[storedRows == 0 ? 0 : (storedRows - 1) * stride + _storedColumns];
        Array.Fill(stored, Guard);
        _array = run.Input<float>(stored);
        MatrixView plain = _array.Matrix(storedRows, _storedColumns, stride);
        View = transposed ? plain.Transposed : plain;
        for (int i = 0; i < values.Length; i++) stored[Position(i / columns, i % columns)] = values[i];
        _array.View.CopyFrom(stored);
    }

    public MatrixView View { get; }

    private static float Guard => BitConverter.Int32BitsToSingle(-1);

    /// <summary>The elements, row-major; asserts that the gaps between rows are as they were.</summary>
    public float[] Read(ConformanceRun run)
    {
        float[] stored = run.Read(_array);
        for (int p = 0; p < stored.Length; p++)
        {
            if (p % View.Stride >= _storedColumns)
                Assert.True(BitConverter.SingleToInt32Bits(stored[p]) == -1, $"an operation wrote between the rows of its matrix, at {p}.");
        }

        float[] values = new float[View.Rows * View.Columns];
        for (int i = 0; i < values.Length; i++) values[i] = stored[Position(i / View.Columns, i % View.Columns)];
        return values;
    }

    private int Position(int row, int column) => row * (int)View.RowStep + column * (int)View.ColumnStep;
}

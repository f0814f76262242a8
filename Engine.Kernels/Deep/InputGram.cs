using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Kernels;

/// <summary>K = H H^T (n x n) of sparse rows h_i; rows <see cref="Stride"/> floats apart, filled up with zeros.</summary>
internal sealed unsafe class InputGram : IDisposable
{
    // Entries of a row that cost as much as this many elements of a dense one.
    private const int DenseShare = 4;

    private readonly NativeBuffer<float> _values;
    private readonly NativeBuffer<float> _spread;
    private readonly int _stride;
    private readonly WorkerTeam _team;
    private readonly Action<int, int> _multiply;
    private ActiveRows _rows;

    /// <summary>Multiplies, as <see cref="Build"/>.</summary>
    public InputGram(ActiveRows rows, WorkerTeam team)
    {
        (_rows, _team, _multiply) = (rows, team, Multiply);
        Stride = Lanes.RoundUp(rows.Count);
        _values = new NativeBuffer<float>((long)rows.Count * Stride);
        _stride = Lanes.RoundUp(rows.Width);
        _spread = new NativeBuffer<float>((long)team.Size * _stride);
        Build(rows);
    }

    /// <summary>n rounded up to 16.</summary>
    public int Stride { get; }

    /// <summary>Bytes held for n rows.</summary>
    public static long BytesFor(int samples) => (long)samples * Lanes.RoundUp(samples) * sizeof(float);

    /// <summary>Multiplications made for n rows with so many entries.</summary>
    public static long WorkFor(int samples, long entries) => (samples + 1) * entries / 2;

    /// <summary>Row i.</summary>
    public float* Row(int i) => _values.Pointer + (long)i * Stride;

    /// <summary>Multiplies anew, for as many rows of the same width; n times the entries of H, halved by symmetry; where a quarter of them is there, in whole vectors. Sums are formed in fp64: every element is rounded once.</summary>
    public void Build(ActiveRows rows)
    {
        _rows = rows;
        if (rows.Entries * DenseShare < (long)rows.Count * rows.Width)
        {
            _team.Run(rows.Count, _multiply);
            return;
        }

        using var dense = new NativeBuffer<float>((long)rows.Count * _stride);
        float* first = dense.Pointer;
        _team.Run(rows.Count, (_, i) => Spread(i, first + (long)i * _stride));
        // The last rows are the longest: first come, first done.
        _team.Run(rows.Count, (_, item) => MultiplyDense(first, rows.Count - 1 - item));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _values.Dispose();
        _spread.Dispose();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Multiply(int worker, int item)
    {
        // The last rows are the longest: first come, first done.
        int j = _rows.Count - 1 - item;
        float* dense = _spread.Pointer + (long)worker * _stride;
        Spread(j, dense);
        for (int i = 0; i <= j; i++) Row(i)[j] = Row(j)[i] = (float)Dot(_rows.Ids(i), _rows.Values(i), dense);
        foreach (int id in _rows.Ids(j)) dense[id] = 0;
    }

    private void Spread(int row, float* dense)
    {
        ReadOnlySpan<int> ids = _rows.Ids(row);
        ReadOnlySpan<float> values = _rows.Values(row);
        for (int q = 0; q < ids.Length; q++) dense[ids[q]] = values[q];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void MultiplyDense(float* first, int j)
    {
        float* row = first + (long)j * _stride;
        for (int i = 0; i <= j; i++)
        {
            float* other = first + (long)i * _stride;
            Vector512<double> lower = default, upper = default;
            for (int q = 0; q < _stride; q += Lanes.Width)
            {
                (Vector512<double> a, Vector512<double> b) = Vector512.Widen(Vector512.LoadAligned(row + q));
                (Vector512<double> c, Vector512<double> d) = Vector512.Widen(Vector512.LoadAligned(other + q));
                lower = Vector512.FusedMultiplyAdd(a, c, lower);
                upper = Vector512.FusedMultiplyAdd(b, d, upper);
            }

            Row(i)[j] = Row(j)[i] = (float)Vector512.Sum(lower + upper);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Dot(ReadOnlySpan<int> ids, ReadOnlySpan<float> values, float* dense)
    {
        double sum = 0;
        for (int q = 0; q < ids.Length; q++) sum += (double)values[q] * dense[ids[q]];
        return sum;
    }
}

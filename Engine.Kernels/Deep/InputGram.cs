using System.Runtime.CompilerServices;

namespace Engine.Kernels;

/// <summary>K = H H^T (n x n) of sparse rows h_i; rows <see cref="Stride"/> floats apart, filled up with zeros.</summary>
internal sealed unsafe class InputGram : IDisposable
{
    private readonly NativeBuffer<float> _values;
    private readonly NativeBuffer<float> _spread;
    private readonly WorkerTeam _team;
    private readonly Action<int, int> _multiply;
    private ActiveRows _rows;

    /// <summary>Multiplies, as <see cref="Build"/>.</summary>
    public InputGram(ActiveRows rows, WorkerTeam team)
    {
        (_rows, _team, _multiply) = (rows, team, Multiply);
        Stride = Lanes.RoundUp(rows.Count);
        _values = new NativeBuffer<float>((long)rows.Count * Stride);
        _spread = new NativeBuffer<float>((long)team.Size * rows.Width);
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

    /// <summary>Multiplies anew, for as many rows of the same width; n times the entries of H, halved by symmetry. Sums are formed in fp64: every element is rounded once.</summary>
    public void Build(ActiveRows rows)
    {
        _rows = rows;
        _team.Run(rows.Count, _multiply);
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
        float* dense = _spread.Pointer + (long)worker * _rows.Width;
        ReadOnlySpan<int> ids = _rows.Ids(j);
        ReadOnlySpan<float> values = _rows.Values(j);
        for (int q = 0; q < ids.Length; q++) dense[ids[q]] = values[q];
        for (int i = 0; i <= j; i++) Row(i)[j] = Row(j)[i] = (float)Dot(_rows.Ids(i), _rows.Values(i), dense);
        foreach (int id in ids) dense[id] = 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Dot(ReadOnlySpan<int> ids, ReadOnlySpan<float> values, float* dense)
    {
        double sum = 0;
        for (int q = 0; q < ids.Length; q++) sum += (double)values[q] * dense[ids[q]];
        return sum;
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Kernels;

/// <summary>K = H H^T (n x n) of the rows a layer is given, made unit by unit; rows <see cref="Stride"/> floats apart, filled up with zeros.</summary>
internal sealed unsafe class LayerKernel : IDisposable
{
    private readonly NativeBuffer<float> _values;

    /// <summary>Multiplies; one multiplication for each unit active on both samples of a pair. Sums are formed in fp64: every element is rounded once.</summary>
    public LayerKernel(ActiveRows rows, WorkerTeam team)
    {
        Stride = Lanes.RoundUp(rows.Count);
        _values = new NativeBuffer<float>((long)rows.Count * Stride);
        using var sums = new NativeBuffer<double>((long)rows.Count * rows.Count);
        Work = ActiveGram.AddLower(rows, new UnitColumns().Read(rows), 0, rows.Width, sums.Pointer, rows.Count, team);
        for (int i = 0; i < rows.Count; i++)
        {
            for (int j = 0; j <= i; j++) Row(i)[j] = Row(j)[i] = (float)sums.Pointer[(long)i * rows.Count + j];
        }
    }

    /// <summary>Multiplications made.</summary>
    public long Work { get; }

    /// <summary>n rounded up to 16.</summary>
    public int Stride { get; }

    /// <summary>Bytes held for n rows.</summary>
    public static long BytesFor(int samples) => (long)samples * Lanes.RoundUp(samples) * sizeof(float);

    /// <summary>Row i.</summary>
    public float* Row(int i) => _values.Pointer + (long)i * Stride;

    /// <summary>sum_b row[ids_b] values_b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Dot(float* row, ReadOnlySpan<int> ids, ReadOnlySpan<float> values)
    {
        Vector512<float> sum = default;
        int b = 0;
        fixed (int* id = ids)
        fixed (float* value = values)
        {
            for (; b <= ids.Length - Lanes.Width; b += Lanes.Width)
                sum = Vector512.FusedMultiplyAdd(Lanes.Gather(row, Vector512.Load(id + b)), Vector512.Load(value + b), sum);
        }

        float rest = Vector512.Sum(sum);
        for (; b < ids.Length; b++) rest = MathF.FusedMultiplyAdd(row[ids[b]], values[b], rest);
        return rest;
    }

    /// <inheritdoc/>
    public void Dispose() => _values.Dispose();
}

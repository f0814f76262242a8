namespace Engine.Kernels;

/// <summary>K = H H^T (n x n) of sparse rows h_i; rows <see cref="Stride"/> floats apart, filled up with zeros.</summary>
internal sealed unsafe class InputGram : IDisposable
{
    private readonly NativeBuffer<float> _values;

    /// <summary>Multiplies; one multiplication for each unit active on both samples of a pair. Sums are formed in fp64: every element is rounded once.</summary>
    public InputGram(ActiveRows rows, WorkerTeam team)
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

    /// <inheritdoc/>
    public void Dispose() => _values.Dispose();
}

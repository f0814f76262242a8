namespace Engine.Kernels;

/// <summary>The rows of W as passes read them, whether they are stored or made when they are read.</summary>
/// <remarks>Any number of threads may read at once. A row has the same bits however it comes about.</remarks>
internal abstract unsafe class WeightRows(int dimension) : IDisposable
{
    /// <summary>d.</summary>
    public int Dimension { get; } = dimension;

    /// <summary>Bytes held.</summary>
    public abstract long Bytes { get; }

    /// <summary>Where rows <paramref name="first"/> .. <paramref name="first"/> + <paramref name="count"/> - 1 lie, one after the other.</summary>
    /// <param name="first">A neuron.</param>
    /// <param name="count">At least 1.</param>
    /// <param name="scratch">Room for count d floats; written, and returned, when the rows are not stored.</param>
    public abstract float* Read(int first, int count, float* scratch);

    /// <summary>Writes the same rows.</summary>
    /// <param name="first">A neuron.</param>
    /// <param name="count">At least 1; count d floats fit in a span.</param>
    /// <param name="destination">(count, d).</param>
    public void Copy(int first, int count, float* destination)
    {
        float* rows = Read(first, count, destination);
        int length = checked(count * Dimension);
        if (rows != destination) new ReadOnlySpan<float>(rows, length).CopyTo(new Span<float>(destination, length));
    }

    /// <inheritdoc/>
    public abstract void Dispose();
}

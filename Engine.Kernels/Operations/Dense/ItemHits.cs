namespace Engine.Kernels;

/// <summary>The hits of one item of a wave, row by row, until they are copied to their place.</summary>
/// <param name="account">Where the memory is booked.</param>
internal sealed class ItemHits(DeviceMemory account) : IDisposable
{
    /// <summary>Columns.</summary>
    public GrowingBuffer<int> Ids { get; } = new(account);

    /// <summary>Scores.</summary>
    public GrowingBuffer<float> Values { get; } = new(account);

    /// <inheritdoc/>
    public void Dispose()
    {
        Ids.Dispose();
        Values.Dispose();
    }
}

namespace ILGPU;

/// <summary>A three-dimensional 64-bit index.</summary>
public readonly struct LongIndex3D(long x, long y, long z)
{
    /// <summary>The fastest coordinate.</summary>
    public long X { get; } = x;

    /// <summary>The second coordinate.</summary>
    public long Y { get; } = y;

    /// <summary>The slowest coordinate.</summary>
    public long Z { get; } = z;

    public override string ToString() => $"({X}, {Y}, {Z})";
}

namespace ILGPU;

/// <summary>A three-dimensional 32-bit index or extent.</summary>
public readonly struct Index3D(int x, int y, int z) : IEquatable<Index3D>
{
    /// <summary>All coordinates equal.</summary>
    public Index3D(int value)
        : this(value, value, value)
    {
    }

    /// <summary>X and Y from an index, Z beside it.</summary>
    public Index3D(Index2D xy, int z)
        : this(xy.X, xy.Y, z)
    {
    }

    /// <summary>The fastest coordinate of a group or grid.</summary>
    public int X { get; } = x;

    /// <summary>The second coordinate.</summary>
    public int Y { get; } = y;

    /// <summary>The slowest coordinate.</summary>
    public int Z { get; } = z;

    /// <summary>Number of elements of this extent.</summary>
    public int Size => X * Y * Z;

    /// <summary>Number of elements of this extent, as 64 bits.</summary>
    public long LongSize => (long)X * Y * Z;

    /// <summary>The first two coordinates.</summary>
    public Index2D XY => new(X, Y);

    public static implicit operator Index3D((int X, int Y, int Z) values) => new(values.X, values.Y, values.Z);

    public static Index3D operator +(Index3D first, Index3D second) => new(first.X + second.X, first.Y + second.Y, first.Z + second.Z);

    public static Index3D operator -(Index3D first, Index3D second) => new(first.X - second.X, first.Y - second.Y, first.Z - second.Z);

    public static Index3D operator *(Index3D first, Index3D second) => new(first.X * second.X, first.Y * second.Y, first.Z * second.Z);

    public static bool operator ==(Index3D first, Index3D second) => first.X == second.X && first.Y == second.Y && first.Z == second.Z;

    public static bool operator !=(Index3D first, Index3D second) => !(first == second);

    public bool Equals(Index3D other) => this == other;

    public override bool Equals(object? obj) => obj is Index3D other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(X, Y, Z);

    public override string ToString() => $"({X}, {Y}, {Z})";
}

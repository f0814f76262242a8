namespace ILGPU;

/// <summary>A two-dimensional 32-bit index or extent.</summary>
public readonly struct Index2D(int x, int y) : IEquatable<Index2D>
{
    /// <summary>Both coordinates equal.</summary>
    public Index2D(int value)
        : this(value, value)
    {
    }

    /// <summary>The fastest coordinate of a group or grid.</summary>
    public int X { get; } = x;

    /// <summary>The second coordinate.</summary>
    public int Y { get; } = y;

    /// <summary>Number of elements of this extent.</summary>
    public int Size => X * Y;

    /// <summary>Number of elements of this extent, as 64 bits.</summary>
    public long LongSize => (long)X * Y;

    public static implicit operator Index2D((int X, int Y) values) => new(values.X, values.Y);

    public static Index2D operator +(Index2D first, Index2D second) => new(first.X + second.X, first.Y + second.Y);

    public static Index2D operator -(Index2D first, Index2D second) => new(first.X - second.X, first.Y - second.Y);

    public static Index2D operator *(Index2D first, Index2D second) => new(first.X * second.X, first.Y * second.Y);

    public static Index2D operator /(Index2D first, Index2D second) => new(first.X / second.X, first.Y / second.Y);

    public static bool operator ==(Index2D first, Index2D second) => first.X == second.X && first.Y == second.Y;

    public static bool operator !=(Index2D first, Index2D second) => !(first == second);

    public bool Equals(Index2D other) => this == other;

    public override bool Equals(object? obj) => obj is Index2D other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(X, Y);

    public override string ToString() => $"({X}, {Y})";
}

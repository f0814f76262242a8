namespace ILGPU;

/// <summary>A one-dimensional 32-bit index or extent.</summary>
public readonly struct Index1D(int x) : IEquatable<Index1D>
{
    /// <summary>The index 0.</summary>
    public static readonly Index1D Zero;

    /// <summary>The index 1.</summary>
    public static readonly Index1D One = new(1);

    /// <summary>The coordinate.</summary>
    public int X { get; } = x;

    /// <summary>Number of elements of this extent.</summary>
    public int Size => X;

    /// <summary>Number of elements of this extent, as 64 bits.</summary>
    public long LongSize => X;

    public static implicit operator int(Index1D index) => index.X;

    public static implicit operator Index1D(int index) => new(index);

    public static implicit operator LongIndex1D(Index1D index) => new(index.X);

    public static explicit operator uint(Index1D index) => (uint)index.X;

    public static Index1D operator +(Index1D first, Index1D second) => new(first.X + second.X);

    public static Index1D operator -(Index1D first, Index1D second) => new(first.X - second.X);

    public static Index1D operator *(Index1D first, Index1D second) => new(first.X * second.X);

    public static Index1D operator /(Index1D first, Index1D second) => new(first.X / second.X);

    public static bool operator ==(Index1D first, Index1D second) => first.X == second.X;

    public static bool operator !=(Index1D first, Index1D second) => first.X != second.X;

    /// <summary>The same index as 64 bits.</summary>
    public LongIndex1D ToLongIndex() => new(X);

    /// <summary>Whether 0 &lt;= X &lt; dimension.</summary>
    public bool InBounds(Index1D dimension) => X >= 0 && X < dimension.X;

    public bool Equals(Index1D other) => X == other.X;

    public override bool Equals(object? obj) => obj is Index1D other && Equals(other);

    public override int GetHashCode() => X;

    public override string ToString() => $"({X})";
}
